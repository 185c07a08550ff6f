import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engagement } from '#engine/engagement/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { Results } from './results.ts';

let engagement: Engagement;
let remove: () => Promise<void>;
let results: Results;
const SOURCE = 'a,b\n1,x\n2,y\n';

const sourceFile = () => join(engagement.sourcesDir, 'aa', 'export.csv');

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
  mkdirSync(join(engagement.sourcesDir, 'aa'), { recursive: true });
  writeFileSync(sourceFile(), SOURCE);
  symlinkSync('/etc/passwd', join(engagement.sourcesDir, 'aa', 'link.csv'));
  await engagement.store.use((session) =>
    session.run(
      `INSERT INTO grants (source_id, record_no, system, account_id) VALUES ('s', 1, 'gitlab', 'a@b.c'), ('s', 2, 'gitlab', 'd@e.f')`,
    ),
  );
  results = new Results(engagement.store, engagement.sourcesDir);
});
afterAll(async () => {
  results.close();
  await remove();
});

async function refusal(sql: string): Promise<string> {
  try {
    const opened = await results.openGuarded(sql);
    results.closeResult(opened.result_id);
    return 'ran';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const cells = async (sql: string) => {
  const opened = await results.openGuarded(sql);
  const { values } = await results.values(opened.result_id, 0, 100);
  results.closeResult(opened.result_id);
  return values.map((column) => column.map(String));
};

describe('what reads is let through', () => {
  it.each([
    ['SELECT account_id FROM grants ORDER BY 1', [['a@b.c', 'd@e.f']]],
    ['FROM grants SELECT count(*)', [['2']]],
    ['WITH t AS (SELECT 1 AS n) SELECT n FROM t;  ', [['1']]],
    [
      'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT max(n) FROM t',
      [['3']],
    ],
    [
      'WITH a AS (SELECT 1 AS n), b AS (SELECT n + 1 AS n FROM a) SELECT (SELECT n FROM a), n FROM b',
      [['1'], ['2']],
    ],
    ['WITH a AS (SELECT 1 AS n) SELECT n FROM a UNION ALL SELECT n + 1 FROM a ORDER BY n', [['1', '2']]],
    [
      'WITH RECURSIVE a AS (SELECT 1 AS n), t AS (SELECT n FROM a UNION ALL SELECT t.n + a.n FROM t, a WHERE t.n < 3) SELECT max(n) FROM t',
      [['3']],
    ],
    ['SELECT count(*) FROM main.grants g JOIN range(2) r ON true', [['4']]],
    ['SELECT * FROM (VALUES (1), (2)) v(a) -- a comment', [['1', '2']]],
    ["SELECT ';' AS semicolon", [[';']]],
    ['SELECT 1 AS n; -- done', [['1']]],
    ['SELECT 9007199254740993 AS n; -- beyond what a double holds', [['9007199254740993']]],
    [
      "SELECT 'é' AS c, sum(a) FROM read_csv('sources/aa/export.csv') x JOIN read_csv('sources/aa/export.csv') y USING (a) GROUP BY c",
      [['é'], ['3']],
    ],
    ['SELECT count(*) FROM (DESCRIBE grants)', [['14']]],
    ["SELECT sum(a) FROM read_csv('sources/aa/export.csv')", [['3']]],
    ['SELECT count(*) FROM current_findings()', [['0']]],
    ['SELECT count(*) FROM work.sources', [['0']]],
  ])('%s', async (sql, expected) => {
    expect(await cells(sql)).toEqual(expected);
  });
});

describe('what writes, or reads elsewhere, is refused', () => {
  const forms = [
    "COPY (SELECT 1) TO 'sources/aa/export.csv'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO 'sources/aa/export.csv'",
    'EXPLAIN ANALYZE CREATE TEMP TABLE findings AS SELECT 1',
    'EXPLAIN SELECT 1',
    "FROM enable_profiling(save_location = 'sources/aa/export.csv')",
    "FROM enable_logging(storage = 'file', storage_config = {'path': 'sources'})",
    "SELECT * FROM read_csv('sources/aa/export.csv', store_rejects = true, rejects_table = 'findings')",
    "SELECT * FROM read_csv('sources/aa/export.csv', rejects_scan = 'x')",
    "SELECT * FROM read_ndjson('sources/aa/export.csv', ignore_errors = true)",
    'FROM checkpoint()',
    'FROM force_checkpoint()',
    'CHECKPOINT',
    'PRAGMA database_list',
    'FROM pragma_database_list()',
    'FROM duckdb_settings()',
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('grants')",
    "SELECT * FROM read_blob('workbench.duckdb')",
    "SELECT * FROM read_text('sources/aa/export.csv')",
    "SELECT * FROM glob('*')",
    "SELECT * FROM sniff_csv('sources/aa/export.csv')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_csv('sources/../workbench.duckdb')",
    "SELECT * FROM read_csv('sources/aa/link.csv')",
    "SELECT * FROM read_csv('sources/aa/*.csv')",
    "SELECT * FROM read_csv(['sources/aa/export.csv', '/etc/passwd'])",
    "SELECT * FROM read_csv('sources/aa/' || 'export.csv')",
    "SELECT * FROM read_parquet('http://127.0.0.1/x.parquet')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM 'sources/aa/export.csv'",
    'SELECT * FROM information_schema.tables',
    'SELECT * FROM sqlite_master',
    'SELECT * FROM system.main.duckdb_tables()',
    'SELECT * FROM temp.result',
    'SELECT * FROM handover.found.findings',
    'SELECT * FROM found.findings',
    'SELECT 1; SELECT 2',
    'SELECT 1; DROP TABLE grants',
    '',
    '-- nothing',
    'DROP TABLE grants',
    "UPDATE grants SET system = 'x'",
    'DELETE FROM grants',
    "INSERT INTO grants (system) VALUES ('x')",
    'CREATE TABLE t AS SELECT 1',
    'CREATE MACRO lower(x) AS x',
    'ALTER TABLE grants DROP COLUMN system',
    "ATTACH 'x.duckdb'",
    'INSTALL httpfs',
    'LOAD httpfs',
    'SET threads = 1',
    'RESET ALL',
    'BEGIN',
    'VACUUM',
    "EXPORT DATABASE 'x'",
    'CALL pragma_version()',
    'PREPARE p AS SELECT 1',
    'EXECUTE p',
    'SHOW TABLES',
    "SELECT getenv('HOME')",
    "SELECT current_setting('temp_directory')",
    "SELECT write_log('x')",
    "SELECT nextval('s')",
    'SELECT pg_sleep(100)',
    'SELECT sleep_ms(100)',
    "SELECT (SELECT count(*) FROM read_csv('/etc/passwd'))",
    "WITH t AS (SELECT * FROM read_blob('x')) SELECT 1",
    "SELECT 1 WHERE EXISTS (SELECT * FROM '/etc/passwd')",
    'WITH t AS (DELETE FROM grants RETURNING *) SELECT * FROM t',
    'WITH a AS (SELECT * FROM sqlite_master), sqlite_master AS (SELECT 1) SELECT * FROM a',
    'WITH duckdb_tables AS (SELECT * FROM duckdb_tables) SELECT * FROM duckdb_tables',
    'WITH RECURSIVE duckdb_views AS (SELECT view_name FROM duckdb_views UNION ALL SELECT view_name FROM duckdb_views WHERE false) SELECT * FROM duckdb_views',
    'WITH a AS (SELECT * FROM "sources/aa/link.csv"), "sources/aa/link.csv" AS (SELECT 1) SELECT * FROM a',
    'SELECT * FROM nowhere',
    'SELEC 1',
    "SELECT '",
  ];

  it.each(forms)('%s', async (sql) => {
    expect(['SQL_FORBIDDEN', 'SQL_INVALID']).toContain(await refusal(sql));
  });

  it('leaves sources and tables as they were', async () => {
    const digest = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
    expect(digest(readFileSync(sourceFile()))).toBe(digest(SOURCE));
    expect(await cells('SELECT count(*) FROM grants')).toEqual([['2']]);
  });

  it('a name inside a CTE does not open the same name outside it', async () => {
    expect(await refusal('SELECT * FROM (WITH hidden AS (SELECT 1) SELECT * FROM hidden) x, hidden')).toBe(
      'SQL_FORBIDDEN',
    );
  });
});

describe('limits', () => {
  it('ends a statement that runs too long', async () => {
    const run = results.openGuarded('SELECT count(*) FROM range(100000000) a, range(100000000) b', {
      limits: { timeoutMs: 200, maxRows: 10 },
    });
    await expect(run).rejects.toMatchObject({ code: 'SQL_TIMEOUT' });
  });

  it('ends a statement that is cancelled', async () => {
    const aborter = new AbortController();
    const run = results.openGuarded('SELECT count(*) FROM range(100000000) a, range(100000000) b', {
      signal: aborter.signal,
    });
    setTimeout(() => aborter.abort(), 50);
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('says when a result is cut', async () => {
    const opened = await results.openGuarded('SELECT * FROM range(100)', {
      limits: { timeoutMs: 10_000, maxRows: 10 },
    });
    expect([opened.row_count, opened.capped]).toEqual([10, true]);
  });
});
