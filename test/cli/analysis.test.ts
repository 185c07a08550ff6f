import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, write } from './support.ts';

const ROSTER = [
  'Employee ID,Work Email,Name,Job Title,Department,Hire Date',
  'E-1,ana.costa@company.com,Ana Costa,Clerk,Finance,2024-01-15',
  'E-2,ben.haas@company.com,Ben Haas,Clerk,Finance,2024-01-16',
].join('\n');
const SNAPSHOT = [
  'Snapshot,System,Account,Resource,Permission',
  '2024-11-24,erp,Costa.Ana,ledger,read',
  '2024-11-24,erp,ben.haas@company.com,ledger,read',
  '2024-11-24,erp,ben.haas@company.com,ledger,read',
].join('\n');

let folder: ReturnType<typeof tempFolder>;
const run = (...words: string[]) => cli(folder.dir, words);
const json = async <T>(...words: string[]): Promise<T> => {
  const result = await run(...words, '--json');
  expect([result.err, result.code]).toEqual([expect.not.stringContaining('error '), 0]);
  return result.json();
};

beforeAll(async () => {
  folder = tempFolder();
  write(folder.dir, { 'in/roster.csv': `${ROSTER}\n`, 'in/snapshot.csv': `${SNAPSHOT}\n` });
  await run('init', 'e', '--client', 'Company', '--period', '2024-11-01..2024-11-30');
  await run('import', 'e', 'in');
}, 120_000);
afterAll(() => folder.remove());

it('profiles a table, finds its doubled rows and a text in everything', async () => {
  const profile = await json<{ rows: number; columns: { name: string; distinct: number }[] }>(
    'profile',
    'e',
    'grants',
    '--column',
    'account_id',
  );
  expect(profile.rows).toBe(3);
  expect(profile.columns.map(({ name, distinct }) => [name, distinct])).toEqual([['account_id', 2]]);
  expect(await json('duplicates', 'e', 'grants', '--key', 'account_id,resource')).toMatchObject({
    groups: 1,
    surplus: 1,
  });
  const found = await json<{ groups: { kind: string; count: number }[] }>('search', 'e', 'costa');
  expect(found.groups.filter(({ count }) => count > 0).map(({ kind, count }) => [kind, count])).toEqual([
    ['person', 1],
  ]);
  const text = await run('search', 'e', 'ledger');
  expect(text.out).toContain('ledger');
  expect((await run('gaps', 'e', 'nothing')).code).toBe(2);
});

it('a confirmed person is kept, packaged, and found again by who re-performs it', async () => {
  const before = await json<{ candidates: { account_id: string; identity_id: string; score: number }[] }>(
    'identities',
    'e',
  );
  expect(before.candidates).toMatchObject([{ account_id: 'Costa.Ana', identity_id: 'E-1', score: 1 }]);
  expect(await json('identities', 'e', 'confirm', 'erp', 'Costa.Ana', 'E-1', '--note', 'asked HR')).toEqual({
    resolved: 1,
  });
  await json('run', 'e', 'accounts.have-owners');
  await run('keys', 'new', 'preparer');
  expect((await run('package', 'e', '--key', 'preparer', '--role', 'preparer', '--out', 'p.zip')).code).toBe(
    0,
  );
  expect(await json('reperform', 'p.zip')).toEqual({ verdict: 'same', differences: [] });
  // An identical file again, and one more: the decision still stands.
  write(folder.dir, { 'more/snapshot.csv': `${SNAPSHOT.replaceAll('2024-11-24', '2024-11-25')}\n` });
  await run('import', 'e', 'more');
  const { rows } = await json<{ rows: unknown[][] }>(
    'query',
    'e',
    "SELECT DISTINCT identity_id FROM grants WHERE account_id = 'Costa.Ana'",
  );
  expect(rows).toEqual([['E-1']]);
}, 120_000);

it('counts log entries by country, and draws the plan of a statement', async () => {
  write(folder.dir, {
    'logs/access.csv':
      'timestamp,account,system,resource,action,status_code,ip,user_agent\n2024-11-20T08:00:00Z,ana.costa@company.com,erp,ledger,login,200,194.25.0.60,x\n2024-11-20T09:00:00Z,ana.costa@company.com,erp,ledger,read,403,10.0.0.1,x\n',
  });
  await run('import', 'e', 'logs');
  // The address is Deutsche Telekom's; 10/8 is private (RFC 1918).
  expect(await json('countries', 'e')).toMatchObject({
    entries: 2,
    countries: [{ country: 'DE', entries: 1, failed: 0 }],
    unknown: { entries: 1, named: ['10.0.0.1'] },
  });
  expect((await run('countries', 'e', '--use', 'failed')).err).toContain('1 entries; 1 from 1 addresses');
  expect((await run('query', 'e', 'SELECT * FROM grants', '--explain')).out).toContain('grants');
  expect((await run('query', 'e', 'DROP TABLE grants', '--explain')).err).toContain('SQL_FORBIDDEN');
});
