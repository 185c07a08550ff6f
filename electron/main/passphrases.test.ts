import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers } from '../testing/fake-electron.ts';
import { SealedPassphrases } from './passphrases.ts';

const SECRET = 'correct horse battery';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-passphrases-'));
});
afterEach(async () => {
  Object.assign(answers.keyring, { backend: 'gnome_libsecret', available: true, key: 1 });
  await rm(folder, { recursive: true, force: true });
});

const file = () => readFile(join(folder, 'settings', 'passphrases.json'), 'utf8');
const made = (platform = 'linux') => new SealedPassphrases(join(folder, 'settings'), platform);

describe('a safe place', () => {
  it.each([
    ['linux', 'gnome_libsecret', true, 'sealed'],
    ['linux', 'kwallet6', true, 'sealed'],
    ['linux', 'kwallet6', false, 'no-safe-place'],
    // Electron says that it can encrypt here, with a password that everybody knows.
    ['linux', 'basic_text', true, 'no-safe-place'],
    ['linux', 'unknown', true, 'no-safe-place'],
    ['darwin', 'unknown', true, 'sealed'],
    ['win32', 'unknown', true, 'sealed'],
    ['win32', 'unknown', false, 'no-safe-place'],
  ] as const)('on %s with %s, key given: %s: %s', (platform, backend, available, keeping) => {
    Object.assign(answers.keyring, { backend, available });
    expect(made(platform).keeping()).toBe(keeping);
  });

  it('that is none takes nothing, and gives nothing that was kept when there was one', async () => {
    await made().remember('alice', 'AA', SECRET);
    answers.keyring.backend = 'basic_text';
    const passphrases = made();
    await expect(passphrases.remember('bob', 'BB', SECRET)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    expect(await passphrases.list()).toEqual([]);
    expect(await file()).not.toContain('bob');
  });
});

describe('a remembered passphrase', () => {
  it('lies sealed in a file of this user alone, and opens for the next start', async () => {
    await made().remember('alice', 'AA', SECRET);
    const text = await file();
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(Buffer.from(SECRET).toString('base64'));
    expect((await stat(join(folder, 'settings', 'passphrases.json'))).mode & 0o777).toBe(0o600);
    const next = made();
    const [known] = await next.list();
    expect(known).toMatchObject({ key: 'alice', fingerprint: 'AA' });
    expect(await next.open(known!.token, 'alice')).toBe(SECRET);
  });

  it('is reached by its own token with its own key only', async () => {
    const passphrases = made();
    await passphrases.remember('alice', 'AA', SECRET);
    await passphrases.remember('bob', 'BB', 'another one');
    const [alice, bob] = await passphrases.list();
    expect([alice?.key, bob?.key]).toEqual(['alice', 'bob']);
    expect(await passphrases.open(alice!.token, 'bob')).toBeUndefined();
    expect(await passphrases.open(SECRET, 'alice')).toBeUndefined();
    expect(await passphrases.open('undefined', 'carol')).toBeUndefined();
    // Another start makes other tokens.
    const [again] = await made().list();
    expect(again?.token).not.toBe(alice!.token);
  });

  it('is replaced, and forgotten with its token', async () => {
    const passphrases = made();
    await passphrases.remember('alice', 'AA', 'before');
    await passphrases.remember('alice', 'CC', SECRET);
    const [known] = await passphrases.list();
    expect(known?.fingerprint).toBe('CC');
    await passphrases.forget('alice');
    await passphrases.forget('never was');
    expect(await passphrases.list()).toEqual([]);
    expect(await passphrases.open(known!.token, 'alice')).toBeUndefined();
    expect(await file()).toBe('{}\n');
  });

  it('that the system no longer opens is forgotten, and said to be', async () => {
    const passphrases = made();
    await passphrases.remember('alice', 'AA', SECRET);
    const [known] = await passphrases.list();
    answers.keyring.key = 2;
    await expect(passphrases.open(known!.token, 'alice')).rejects.toMatchObject({
      code: 'KEY_PASSPHRASE',
      message: expect.stringContaining('It was forgotten'),
    });
    expect(await passphrases.list()).toEqual([]);
  });

  it.each(['', '{', 'null', '[1]', '{"alice":7}', '{"alice":{"sealed":7}}'])(
    'is none in %j',
    async (text) => {
      await made().remember('alice', 'AA', SECRET);
      await writeFile(join(folder, 'settings', 'passphrases.json'), text);
      expect(await made().list()).toEqual([]);
    },
  );
});
