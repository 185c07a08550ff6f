import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFiles } from '#engine/intake/index.ts';
import { memoryEngagement, type TestEngagement } from '#engine/intake/testing.ts';

/** Outputs of real hosts, each with what a stock tool (jc) reads in it. They are not part of the project. */
const REAL = fileURLToPath(new URL('../../../shared/samples/linux/', import.meta.url));
const HOSTS = ['centos-7.7', 'ubuntu-18.04'];

let engagement: TestEngagement;
beforeAll(async () => {
  engagement = await memoryEngagement();
});
afterAll(() => engagement.close());

type Parsed = Record<string, string | number | null | string[]>;

async function loaded(
  host: string,
  name: string,
  sql: string,
): Promise<{ rows: string[][]; told: Parsed[] }> {
  const base = join(REAL, 'jc', host, name);
  const { receipts, failed } = await importFiles(engagement, [`${base}.out`]);
  expect(failed).toEqual([]);
  const receipt = receipts[0]!;
  expect(receipt.rejected).toBe(0);
  const rows = await engagement.store.use((session) =>
    session.rows(`${sql} WHERE source_id = $id ORDER BY record_no, rowid`, { id: receipt.source_id }),
  );
  const told = JSON.parse(readFileSync(`${base}.json`, 'utf8')) as Parsed[];
  return { rows: rows.map((row) => Object.values(row).map(String)), told };
}

const TYPES: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1, s: 1, t: 1 };

/** Four digits from the letters of ls, by the table of chmod(1). */
function octal(flags: string): string {
  const bits = flags.slice(1, 10);
  const digit = (from: number) =>
    Array.from(bits.slice(from, from + 3)).reduce((sum, one) => sum + (TYPES[one] ?? 0), 0);
  const special = [2, 5, 8].reduce((sum, at, i) => sum + (/[sStT]/.test(bits[at]!) ? 4 >> i : 0), 0);
  return `${special}${digit(0)}${digit(3)}${digit(6)}`;
}

const present = existsSync(REAL);
if (!present) {
  test('not run: no outputs of real hosts beside the project', () => {
    expect(existsSync(join(REAL, 'jc'))).toBe(false);
  });
}

describe.each(present ? HOSTS : [])('%s', (host) => {
  test('passwd', async () => {
    const { rows, told } = await loaded(
      host,
      'passwd',
      `SELECT account_id, details->>'uid', details->>'shell', is_admin FROM main.accounts`,
    );
    expect(rows).toEqual(
      told.map((one) => [one['username'], one['uid'], one['shell'], one['uid'] === 0].map(String)),
    );
  });

  test('group', async () => {
    const { rows, told } = await loaded(host, 'group', 'SELECT group_id, member_id FROM main.memberships');
    expect(rows).toEqual(
      told.flatMap((one) =>
        (one['members'] as string[]).map((member) => [String(one['group_name']), member]),
      ),
    );
  });

  test('shadow, without a hash', async () => {
    const { rows, told } = await loaded(
      host,
      'shadow',
      `SELECT account_id, details->>'max_days', to_json(c) FROM main.credentials c`,
    );
    expect(rows.map((row) => row.slice(0, 2))).toEqual(
      told.map((one) => [one['username'], one['maximum']].map(String)),
    );
    expect(rows.filter((row) => row[2]!.includes('$6$'))).toEqual([]);
  });

  test('stat', async () => {
    const { rows, told } = await loaded(
      host,
      'stat',
      'SELECT path, mode, owner, group_name, size_bytes, epoch(modified_at)::BIGINT FROM main.file_permissions',
    );
    const moment = (text: string) =>
      Math.floor(Date.parse(text.replace(/\.\d+ ([+-]\d\d)(\d\d)$/, '$1:$2')) / 1000);
    expect(rows).toEqual(
      told.map((one) =>
        [
          one['file'],
          one['access'],
          one['user'],
          one['group'],
          one['size'],
          moment(String(one['modify_time'])),
        ].map(String),
      ),
    );
  });

  test('ls -alR', async () => {
    const { rows, told } = await loaded(
      host,
      'ls-alR',
      'SELECT path, mode, owner, group_name FROM main.file_permissions',
    );
    const entries = told.filter((one, i) => one['filename'] !== '..' && (one['filename'] !== '.' || i === 0));
    expect(rows).toEqual(
      entries.map((one) => [
        one['filename'] === '.'
          ? String(one['parent'])
          : `${String(one['parent'])}/${String(one['filename'])}`,
        octal(String(one['flags'])),
        String(one['owner']),
        String(one['group']),
      ]),
    );
  });
});

describe.each(present ? ['last'] : [])('%s', () => {
  test('years that are stated and years that are worked out are the same', async () => {
    const sql = `SELECT account, details->>'terminal', strftime(occurred_at, '%Y-%m-%d %H:%M') FROM main.access_logs`;
    const stated = (await loaded('centos-7.7', 'last-wF', sql)).rows;
    const derived = (await loaded('centos-7.7', 'last-crash', sql)).rows;
    expect(derived.length).toBe(115);
    const known = new Set(stated.map((row) => row.join(' ')));
    // The other listing was made first: every log-in but those made since is in both.
    expect(derived.filter((row) => !known.has(row.join(' ')))).toEqual([]);
  });
});
