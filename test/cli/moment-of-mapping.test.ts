import { afterAll, expect, it } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, write } from './support.ts';

const folder = tempFolder('tickmark-moment-');
const { dir } = folder;
afterAll(folder.remove);

const COLUMNS = ['account_id=Holder:account', 'resource=Portal', 'permission=Rights'];
const DRAFT = ['--id', 'seats', '--table', 'grants', ...COLUMNS.flatMap((word) => ['--column', word])];
const TAKEN = { as_of_stated: { moment: '2024-11-24', by: 'user' } };

async function json(...words: string[]): Promise<unknown> {
  const { code, err, json: parse } = await cli(dir, [...words, '--json', '--quiet']);
  expect(code, err).toBe(0);
  return parse();
}

it('the moment that was stated when a file came in stays when it is mapped, read as text and done again', async () => {
  write(dir, { 'seats.csv': 'Holder,Portal,Rights\nann@x.com,Web,admin\n' });
  await json('init', 'e', '--client', 'X', '--period', '2024-11-01..2024-11-30', '--timezone', 'UTC');
  await json('import', 'e', 'seats.csv', '--as-of', '2024-11-24');
  const tried = (await json('map', 'e', 'test', 'seats.csv', ...DRAFT, '--constant', 'system=hub')) as object;
  expect(JSON.stringify(tried)).toContain('2024-11-24T00:00:00');
  await json('map', 'e', 'save', 'seats.csv', ...DRAFT, '--constant', 'system=hub');
  const applied = { receipts: [expect.objectContaining(TAKEN)] };
  expect(await json('map', 'e', 'apply', 'seats', 'seats.csv')).toEqual(applied);
  await json('reread', 'e', 'seats.csv', '--as', 'raw');
  expect(await json('map', 'e', 'apply', 'seats', 'seats.csv')).toEqual(applied);
  await json('run', 'e', 'policy.access-matches');
  await json('keys', 'new', 'ana');
  await json('package', 'e', '--key', 'ana', '--out', 'p.zip');
  await json('reperform', 'p.zip');
}, 180_000);
