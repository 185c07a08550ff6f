import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, SMALL_COMPANY, spawnedCli, write } from './support.ts';

const folder = tempFolder('tickmark-cli-');
const dir = folder.dir;
const run = (...words: string[]) => cli(dir, words);

interface Check {
  layer: string;
  ok: boolean | null;
}

beforeAll(async () => {
  write(dir, SMALL_COMPANY);
  const made = await run(
    'init',
    'audit',
    '--client',
    'Test Client',
    '--period',
    '2024-11-01..2024-11-30',
    '--timezone',
    'America/New_York',
  );
  expect([made.code, made.err]).toEqual([0, '']);
});
afterAll(() => folder.remove());

describe('from files to a verified package', () => {
  it('imports with receipts that add up', async () => {
    const result = await run('import', 'audit', 'in', '--json');
    expect(result.code).toBe(0);
    const { receipts, failed } = result.json() as { receipts: Record<string, unknown>[]; failed: unknown[] };
    expect(failed).toEqual([]);
    expect(
      receipts.map(({ file, reader, read, loaded, rejected }) => [file, reader, read, loaded, rejected]),
    ).toEqual([
      ['policy.yaml', 'policy-yaml', 1, 1, 0],
      ['roster.csv', 'hr-roster', 3, 3, 0],
      ['snapshot.csv', 'access-snapshot', 3, 3, 0],
    ]);
  });

  it('runs procedures and finds the one grant too many', async () => {
    const result = await run('run', 'audit', 'policy.access-matches', '--json');
    expect(result.code).toBe(0);
    const { as_of, runs } = result.json() as { as_of: string; runs: Record<string, unknown>[] };
    expect(as_of).toBe('2024-12-01');
    expect(runs.map(({ procedure, status, exceptions }) => [procedure, status, exceptions])).toEqual([
      ['policy.access-matches', 'completed', 1],
    ]);
    const { findings } = (await run('findings', 'audit', '--format', 'json')).json() as {
      findings: Record<string, unknown>[];
    };
    expect(
      findings.map(({ procedure, subject_id, reason_code, disposition }) => [
        procedure,
        subject_id,
        reason_code,
        disposition,
      ]),
    ).toEqual([['policy.access-matches', 'ben@company.com|ledger:books|write', 'unexpected', 'open']]);
  });

  it('writes findings as CSV and as a workbook', async () => {
    expect((await run('findings', 'audit', '--format', 'csv')).out).toContain(
      'ben@company.com|ledger:books|write',
    );
    expect((await run('findings', 'audit', '--format', 'xlsx', '--out', 'findings.xlsx')).code).toBe(0);
    expect(readFileSync(join(dir, 'findings.xlsx')).subarray(0, 2).toString()).toBe('PK');
    expect((await run('findings', 'audit', '--format', 'xlsx', '--out', 'findings.xlsx')).err).toContain(
      'error OUTPUT_EXISTS',
    );
  });

  it('reports coverage: two of three grants by policy', async () => {
    const { report, figures } = (await run('report', 'audit', 'coverage', '--format', 'json')).json() as {
      report: string;
      figures: Record<string, unknown>;
    };
    expect(report).toBe('coverage');
    expect([
      figures['users'],
      figures['grants'],
      figures['by_policy'],
      figures['by_exception'],
      figures['drift'],
    ]).toEqual([2, 3, 2, 0, 1]);
    expect((await run('report', 'audit', 'coverage')).out).toContain('Covered by policy: 2 (66.7%)');
  });

  it('answers queries with columns and rows', async () => {
    const result = await run(
      'query',
      'audit',
      "SELECT account_id, granted_at, permission = 'read' AS reads FROM grants ORDER BY record_no",
      '--format',
      'json',
    );
    expect(result.json()).toEqual({
      columns: [
        { name: 'account_id', type: 'VARCHAR' },
        { name: 'granted_at', type: 'TIMESTAMP WITH TIME ZONE' },
        { name: 'reads', type: 'BOOLEAN' },
      ],
      rows: [
        ['ana@company.com', '2020-01-06T14:00:00Z', true],
        ['ben@company.com', '2021-03-01T14:00:00Z', true],
        ['ben@company.com', '2024-10-01T14:00:00Z', false],
      ],
    });
  });

  it('escapes what a spreadsheet would compute', async () => {
    const sql = "SELECT '=1+1' AS a, '-2' AS b, -2 AS c, 'plain' AS d";
    expect((await run('query', 'audit', sql, '--format', 'csv')).out).toBe("a,b,c,d\n'=1+1,'-2,-2,plain\n");
  });

  it('scores rows with a recorded seed, in query order', async () => {
    const words = [
      'outliers',
      'audit',
      'SELECT i AS id, CASE WHEN i = 7 THEN 1000 ELSE i % 3 END AS uses FROM range(50) t(i)',
      '--seed',
      '5',
      '--format',
      'json',
    ];
    const first = await run(...words);
    const { seed, rows } = first.json() as { seed: number; rows: { row: { id: number }; score: number }[] };
    expect([seed, rows.length, rows.map(({ row }) => row.id)]).toEqual([
      5,
      50,
      Array.from({ length: 50 }, (_, i) => i),
    ]);
    expect(rows.reduce((best, row) => (row.score > best.score ? row : best)).row.id).toBe(7);
    expect((await run(...words)).out).toBe(first.out);
  });

  it('signs, countersigns, verifies and re-performs', async () => {
    expect((await run('keys', 'new', 'ana')).code).toBe(0);
    expect((await run('keys', 'new', 'rui')).code).toBe(0);
    expect(
      (await run('package', 'audit', '--key', 'ana', '--role', 'preparer', '--out', 'one.zip')).code,
    ).toBe(0);
    expect(
      (await run('sign', 'one.zip', '--key', 'ana', '--role', 'reviewer', '--out', 'two.zip')).err,
    ).toContain('error PACKAGE_ROLE');
    expect(
      (await run('sign', 'one.zip', '--key', 'rui', '--role', 'reviewer', '--out', 'two.zip')).code,
    ).toBe(0);
    const alone = (await run('verify', 'one.zip', '--json')).json() as { checks: Check[] };
    expect(alone.checks.filter(({ layer }) => layer === 'trust').map(({ ok }) => ok)).toEqual([null]);
    writeFileSync(
      join(dir, 'trusted.pem'),
      (await run('keys', 'export-cert', 'ana')).out + (await run('keys', 'export-cert', 'rui')).out,
    );
    const verified = await run('verify', 'two.zip', '--trust', 'trusted.pem', '--json');
    const { verdict, checks } = verified.json() as { verdict: string; checks: Check[] };
    expect([verified.code, verdict]).toEqual([0, 'valid']);
    expect(new Set(checks.map(({ layer }) => layer))).toEqual(
      new Set(['fixity', 'completeness', 'signature', 'trust', 'time', 'report', 'schema']),
    );
    const again = await run('reperform', 'two.zip', '--json');
    expect([again.code, again.json()]).toEqual([0, { verdict: 'same', differences: [] }]);
  });

  it('a changed byte makes it invalid, with exit code 1', async () => {
    const bytes = readFileSync(join(dir, 'one.zip'));
    const at = bytes.indexOf('ledger:books');
    expect(at).toBeGreaterThan(0);
    bytes[at] = bytes[at]! ^ 1;
    writeFileSync(join(dir, 'bad.zip'), bytes);
    const result = await run('verify', 'bad.zip', '--json');
    expect([result.code, (result.json() as { verdict: string }).verdict]).toEqual([1, 'invalid']);
  });

  it('wrong passphrase, unknown key, existing output', async () => {
    const wrong = await cli(dir, ['package', 'audit', '--key', 'ana', '--out', 'x.zip'], {
      TICKMARK_PASSPHRASE: 'wrong',
    });
    expect([wrong.code, wrong.err.startsWith('error KEY_PASSPHRASE: ')]).toEqual([2, true]);
    expect(existsSync(join(dir, 'x.zip'))).toBe(false);
    expect((await run('package', 'audit', '--key', 'nobody', '--out', 'x.zip')).err).toContain(
      'error KEY_UNKNOWN',
    );
    expect((await run('package', 'audit', '--key', 'ana', '--out', 'one.zip')).err).toContain(
      'error OUTPUT_EXISTS',
    );
  });
});

describe('a process of its own', () => {
  it('runs as a user starts it, and says so with its exit code', () => {
    const good = spawnedCli(dir, ['verify', 'one.zip']);
    expect([good.code, good.out.split('\n')[0]]).toEqual([0, '✓ valid']);
    const bad = spawnedCli(dir, ['verify', 'bad.zip']);
    expect([bad.code, bad.out.split('\n')[0]]).toEqual([1, '✕ invalid']);
    const wrong = spawnedCli(dir, ['report', 'nowhere', 'coverage']);
    expect([wrong.code, wrong.err.startsWith('error ENGAGEMENT_MISSING: ')]).toEqual([2, true]);
  });
});

describe('sources that were altered after they were received', () => {
  it('end a package, whether changed or replaced by a link to another file', async () => {
    write(dir, SMALL_COMPANY);
    await run('init', 'altered', '--client', 'Test Client', '--period', '2024-11-01..2024-11-30');
    await run('import', 'altered', 'in');
    await run('run', 'altered', 'policy.access-matches');
    const sources = join(dir, 'altered', 'sources');
    const [first, second] = readdirSync(sources).map((hash) =>
      join(sources, hash, readdirSync(join(sources, hash))[0]!),
    );
    const original = readFileSync(first!);
    rmSync(first!);
    writeFileSync(first!, original.toString().replace('company', 'conpany'));
    expect((await run('package', 'altered', '--key', 'ana', '--out', 'altered.zip')).err).toContain(
      'error SOURCE_CHANGED',
    );
    rmSync(first!);
    writeFileSync(first!, original);
    const kept = readFileSync(second!);
    rmSync(second!);
    symlinkSync('/etc/hostname', second!);
    expect((await run('package', 'altered', '--key', 'ana', '--out', 'altered.zip')).err).toContain(
      'error SOURCE_CHANGED',
    );
    rmSync(second!);
    writeFileSync(second!, kept);
    expect(existsSync(join(dir, 'altered.zip'))).toBe(false);
    expect((await run('package', 'altered', '--key', 'ana', '--out', 'altered.zip')).code).toBe(0);
  });
});

describe('what goes wrong is one clear error', () => {
  it.each([
    ['no command', ['frobnicate'], 'BAD_ARGUMENT'],
    ['unknown flag', ['run', 'audit', '--frobnicate'], 'BAD_ARGUMENT'],
    ['missing engagement', ['run', 'nowhere'], 'ENGAGEMENT_MISSING'],
    [
      'engagement that exists',
      ['init', 'audit', '--client', 'x', '--period', '2024-01-01..2024-02-01'],
      'ENGAGEMENT_EXISTS',
    ],
    ['period that is none', ['init', 'other', '--client', 'x', '--period', 'November'], 'BAD_ARGUMENT'],
    ['unknown procedure', ['run', 'audit', 'policy.acess-matches'], 'PROCEDURE_UNKNOWN'],
    [
      'parameter that is none',
      ['run', 'audit', '--param', 'accounts.people-sound.dormant=1'],
      'PARAMETER_INVALID',
    ],
    ['unknown report', ['report', 'audit', 'weather'], 'REPORT_UNKNOWN'],
    ['writing SQL', ['query', 'audit', 'DROP TABLE grants'], 'SQL_FORBIDDEN'],
    ['wrong SQL', ['query', 'audit', 'SELEC 1'], 'SQL_INVALID'],
    ['SQL that fails', ['query', 'audit', "SELECT 'x'::INTEGER"], 'SQL_FAILED'],
    ['no audit trail', ['verify-chain', 'audit'], 'DATA_MISSING'],
    ['missing log', ['verify-chain', 'nowhere.ndjson'], 'NOT_FOUND'],
    ['no package', ['verify', 'in/roster.csv'], 'PACKAGE_INVALID'],
    ['missing package', ['verify', 'nowhere.zip'], 'NOT_FOUND'],
    ['unknown reader', ['import', 'audit', 'in/roster.csv', '--as', 'frobnicate'], 'READER_UNKNOWN'],
  ])('%s', async (_name, words, code) => {
    const result = await run(...words);
    expect(result.code).toBe(2);
    expect(result.err.split('\n').find((line) => line.startsWith('error'))).toMatch(
      new RegExp(`^error ${code}: .+`),
    );
    expect(result.err).not.toMatch(/\n\s+at /);
    expect(result.out).toBe('');
  });

  it('bad files are named, the rest goes on, nothing stored is lost', async () => {
    const header = 'Snapshot,System,Account,Resource,Permission,Via,Granted At,Granted By,Expires At';
    const good =
      '2024-11-29T05:00:00Z,ledger,ana@company.com,books,read,direct,2020-01-06T14:00:00Z,it@company.com,';
    write(dir, {
      'bad/binary.bin': Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251),
      'bad/empty.csv': '',
      'bad/rows.csv': `${header}\n${good}\nyesterday,ledger,ben@company.com,books,read,direct,,,\n`,
      'bad/truncated.json': '{"exceptions":[{"id":"exc_1","user":"ana@comp',
      'bad/unmapped.csv': 'colour,size\nred,1\n',
    });
    const result = await run('import', 'audit', 'bad', 'bad/missing.csv', '--json');
    expect(result.code).toBe(2);
    const { receipts, failed } = result.json() as {
      receipts: {
        file: string;
        reader: string | null;
        read: number;
        loaded: number;
        rejected: number;
        rejects: { record: number }[];
      }[];
      failed: { file: string; code: string }[];
    };
    expect(failed.map(({ file, code }) => [file, code]).sort()).toEqual([
      ['binary.bin', 'FILE_BINARY'],
      ['empty.csv', 'FILE_EMPTY'],
      ['missing.csv', 'NOT_FOUND'],
      ['truncated.json', 'FILE_TRUNCATED'],
    ]);
    expect(
      receipts.map(({ file, reader, read, loaded, rejected, rejects }) => [
        file,
        reader,
        read,
        loaded,
        rejected,
        rejects.map(({ record }) => record),
      ]),
    ).toEqual([
      ['rows.csv', 'access-snapshot', 2, 1, 1, [2]],
      ['unmapped.csv', null, 1, 1, 0, []],
    ]);
    const rows = (await run('query', 'audit', 'SELECT count(*) FROM grants', '--format', 'json')).json() as {
      rows: number[][];
    };
    expect(rows.rows).toEqual([[4]]);
    const journal = (
      await run(
        'query',
        'audit',
        "SELECT json_array_length(line, '$.details.files') FROM work.journal WHERE line->>'$.action' = 'sources_refused'",
        '--format',
        'json',
      )
    ).json() as { rows: number[][] };
    expect(journal.rows).toEqual([[4]]);
  });
});

describe('verify-chain on an engagement', () => {
  it('a log whose hashes nobody can explain proves nothing, and does not stop the others', async () => {
    const event = (id: string, hash: string, previous: string) =>
      JSON.stringify({
        id,
        timestamp: '2024-11-02T10:00:00Z',
        event_type: 'access_granted',
        user: 'ana@company.com',
        resource: 'ledger:books',
        action: 'add',
        actor: 'it@company.com',
        hash,
        previous_hash: previous,
      });
    const [a, b, zero] = ['a', 'b', '0'].map((digit) => digit.repeat(64)) as [string, string, string];
    write(dir, { 'trail/odd.ndjson': `${event('evt_1', a, zero)}\n${event('evt_2', b, a)}\n` });
    await run('init', 'odd', '--client', 'Test Client', '--period', '2024-11-01..2024-11-30');
    expect((await run('import', 'odd', 'trail')).code).toBe(0);
    const result = await run('verify-chain', 'odd', '--json');
    const { chains } = result.json() as {
      chains: { chain: string; events: number; verdict: string; head: string | null }[];
    };
    expect(result.code).toBe(0);
    expect(chains.map(({ chain, events, verdict, head }) => [chain, events, verdict, head])).toEqual([
      ['odd', 2, 'not_proven', null],
    ]);
  });
});

describe('verify-chain on a file', () => {
  it('says what is proven, and names a break with exit code 1', async () => {
    mkdirSync(join(dir, 'chain'), { recursive: true });
    const vectors = join(import.meta.dirname, '..', 'vectors', 'chains');
    expect(existsSync(vectors)).toBe(true);
    const journal = join(dir, 'audit', 'journal.ndjson');
    const whole = await run('verify-chain', journal, '--json');
    const [report] = (
      whole.json() as { chains: { verdict: string; not_proven: string[]; events: number; head: string }[] }
    ).chains;
    expect([whole.code, report!.verdict, report!.not_proven]).toEqual([0, 'not_proven', ['tail']]);
    writeFileSync(
      join(dir, 'anchor.json'),
      JSON.stringify({ chain: 'journal', count: report!.events, head: report!.head }),
    );
    const anchored = await run('verify-chain', journal, '--anchor', 'anchor.json', '--json');
    expect((anchored.json() as { chains: { verdict: string }[] }).chains[0]!.verdict).toBe('intact');
    const lines = readFileSync(journal, 'utf8').split('\n');
    lines[1] = lines[1]!.replace('source_imported', 'source_removed');
    writeFileSync(join(dir, 'edited.ndjson'), lines.join('\n'));
    const edited = await run('verify-chain', 'edited.ndjson', '--json');
    const [broken] = (
      edited.json() as {
        chains: { verdict: string; breaks: { kind: string; index: number; event_id: string }[] }[];
      }
    ).chains;
    expect([
      edited.code,
      broken!.verdict,
      broken!.breaks.map(({ kind, index, event_id }) => [kind, index, event_id]),
    ]).toEqual([1, 'broken', [['edited', 1, 'J-2']]]);
  });
});
