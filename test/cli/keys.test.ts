import { expect, it } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { cli } from './support.ts';

const { dir } = tempFolder('tickmark-keys-');

it('makes a key for packages and the PDF, or one of Ed25519 for packages alone, and no other', async () => {
  const made = async (...words: string[]) => {
    const { code, err, json } = await cli(dir, ['keys', 'new', ...words, '--json', '--quiet']);
    expect(code, err).toBe(0);
    return (json() as { algorithm: string }).algorithm;
  };
  expect(await made('ana')).toBe('ecdsa-sha256');
  expect(await made('rui', '--algorithm', 'ed25519')).toBe('ed25519');
  const refused = await cli(dir, ['keys', 'new', 'eva', '--algorithm', 'rsa']);
  expect([refused.code, refused.err.split('\n')[0]]).toEqual([
    2,
    'error BAD_ARGUMENT: --algorithm takes ecdsa-sha256, ed25519, not "rsa"',
  ]);
  const said = await cli(dir, ['keys', 'new', 'eva', '--algorithm', 'ed25519']);
  expect(said.out).toContain('this key signs packages, not the PDF report in them');
  const { json } = await cli(dir, ['keys', 'list', '--json']);
  const { keys } = json() as { keys: { name: string; algorithm: string }[] };
  expect(keys.map(({ name, algorithm }) => [name, algorithm])).toEqual([
    ['ana', 'ecdsa-sha256'],
    ['eva', 'ed25519'],
    ['rui', 'ed25519'],
  ]);
});
