import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import type { CallOptions, Progress } from '#shared/contract/envelope.ts';
import { type MethodName, type Params, type Result, methods } from '#shared/contract/methods.ts';
import { PackageEdit } from '#test/vectors/packages/zip-edit.ts';
import { type Harness, inProcess, loopback, writeExports } from './support/harness.ts';

type Files = Awaited<ReturnType<typeof writeExports>>;

// Processes start, databases open, keys are sealed: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let files: Files;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-exports-'));
  files = await writeExports(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each([
  ['in-process', inProcess],
  ['loopback', loopback],
] as const)('the engine, %s', (_name, start) => {
  let harness: Harness;
  let dir: string;
  beforeAll(async () => {
    harness = await start();
  });
  afterAll(() => harness.close());

  /** The value, which must have the form that the contract states. */
  async function value<M extends MethodName>(
    method: M,
    params: Params<M>,
    options?: CallOptions,
  ): Promise<Result<M>> {
    const answer = await harness.contract.call(method, params, options);
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
    return z.parse(methods[method].result, answer.value) as Result<M>;
  }

  async function error<M extends MethodName>(method: M, params: Params<M>, options?: CallOptions) {
    const answer = await harness.contract.call(method, params, options);
    return answer.ok ? 'no error' : answer.error;
  }

  it('says that nothing is open before anything is', async () => {
    expect(await value('engagement.current', {})).toBeNull();
    expect(await error('findings.list', {})).toMatchObject({ code: 'ENGAGEMENT_MISSING' });
  });

  it('makes an engagement', async () => {
    dir = await harness.place('engagement-new', 'Contract');
    const made = await value('engagement.create', {
      dir,
      client: 'Example',
      period: { from: '2024-11-01', to: '2024-11-30' },
      as_of: '2024-11-24',
      timezone: 'America/New_York',
    });
    expect(made).toMatchObject({
      client: 'Example',
      kind: 'external',
      timezone: 'America/New_York',
      locked: false,
    });
    expect(made.counts).toEqual({ sources: 0, loaded: 0, rejected: 0, findings: 0 });
    expect(await readdir(harness.pathOf(dir))).toContain('engagement.json');
    expect(await error('engagement.create', { dir, client: 'X', period: made.period })).toMatchObject({
      code: 'ENGAGEMENT_EXISTS',
    });
  });

  it('takes in files, tells where it stands, and loses no record', async () => {
    const steps: Omit<Progress, 'job' | 'method'>[] = [];
    const paths = await Promise.all(
      [files.roster, files.accounts, files.broken, files.empty].map((file) => harness.file(file)),
    );
    const { receipts, failed } = await value(
      'intake.import',
      { paths },
      { onProgress: (step) => steps.push(step) },
    );
    const counts = receipts.map(({ file, reader, read, loaded, rejected }) => ({
      file,
      reader,
      read,
      loaded,
      rejected,
    }));
    expect(counts.toSorted((a, b) => a.file.localeCompare(b.file))).toEqual([
      { file: 'accounts.csv', reader: 'idp-accounts', read: 3, loaded: 3, rejected: 0 },
      { file: 'crm-accounts.csv', reader: 'idp-accounts', read: 2, loaded: 1, rejected: 1 },
      { file: 'roster.csv', reader: 'hr-roster', read: 3, loaded: 3, rejected: 0 },
    ]);
    expect(failed).toMatchObject([{ file: expect.stringMatching(/(^|\/)empty\.csv$/), code: 'FILE_EMPTY' }]);
    expect(steps.length).toBeGreaterThan(0);
    const roster = receipts.find(({ reader }) => reader === 'hr-roster');
    const sha256 = createHash('sha256')
      .update(await readFile(files.roster))
      .digest('hex');
    expect(roster?.sha256).toBe(sha256);
    const broken = receipts.find(({ rejected }) => rejected === 1);
    const { total, rejects } = await value('intake.rejects', { source_id: broken?.source_id ?? '' });
    expect([total, rejects.map(({ record }) => record)]).toEqual([1, [1]]);
  });

  it('runs the procedures, and says of each how it went', async () => {
    const listed = await value('procedures.list', {});
    const { runs } = await value('procedures.run', {});
    expect(runs.map(({ procedure }) => procedure).toSorted()).toEqual(listed.map(({ id }) => id).toSorted());
    expect(runs.find(({ procedure }) => procedure === 'accounts.people-sound')).toMatchObject({
      status: 'completed',
    });
    // No access log was brought: this must not read as "no exceptions".
    expect(runs.find(({ procedure }) => procedure === 'logs.failed-attempts-limited')?.status).toMatch(
      /^(no_data|missing_input)$/,
    );
  });

  it('finds the administrator without a second factor, with the row that shows it', async () => {
    const { findings } = await value('findings.list', { procedure: 'accounts.people-sound' });
    const found = findings.filter(({ subject_id }) => subject_id.includes('ann@example.com'));
    expect(found.length).toBeGreaterThan(0);
    expect(findings.filter(({ subject_id }) => subject_id.includes('bo@example.com'))).toEqual([]);
    const detail = await value('findings.detail', { finding_id: found[0]?.id ?? '' });
    expect(detail.source_rows.map(({ file, record_no }) => ({ file, record_no }))).toContainEqual({
      file: 'accounts.csv',
      record_no: 1,
    });
    const changed = await value('findings.dispose', {
      finding_ids: [found[0]?.id ?? ''],
      disposition: 'remove_access',
    });
    expect(changed).toEqual({ changed: 1 });
  });

  it('answers a query in pages of Arrow', async () => {
    const opened = await value('query.open', {
      sql: 'SELECT range AS n, range % 7 AS m FROM range(25000) ORDER BY n',
    });
    expect([opened.row_count, opened.capped, opened.columns.map(({ name }) => name)]).toEqual([
      25_000,
      false,
      ['n', 'm'],
    ]);
    const seen: number[] = [];
    for (const offset of [0, 10_000, 20_000]) {
      const { arrow } = await value('query.page', { result_id: opened.result_id, offset, limit: 10_000 });
      const column = tableFromIPC(arrow).getChild('n');
      seen.push(...Array.from(column ?? [], Number));
    }
    expect(seen).toEqual(Array.from({ length: 25_000 }, (_, index) => index));
    await value('query.close', { result_id: opened.result_id });
    expect(await error('query.page', { result_id: opened.result_id, offset: 0, limit: 1 })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('says what is wrong with a question', async () => {
    expect(await error('query.open', { sql: 'SELEC 1' })).toMatchObject({ code: 'SQL_INVALID' });
    expect(await error('query.open', { sql: 'DROP TABLE findings' })).toMatchObject({
      code: 'SQL_FORBIDDEN',
    });
    expect(await error('query.open', { sql: "SELECT * FROM read_csv('/etc/passwd')" })).toMatchObject({
      code: 'SQL_FORBIDDEN',
    });
    expect(await error('procedures.run', { procedures: ['no.such'] })).toMatchObject({
      code: 'PROCEDURE_UNKNOWN',
    });
    expect(await error('report.get', { report: 'nonsense' })).toMatchObject({ code: 'REPORT_UNKNOWN' });
    expect(await error('keys.certificate', { name: 'nobody' })).toMatchObject({ code: 'KEY_UNKNOWN' });
  });

  it('stops a query that is cancelled, and goes on', async () => {
    const controller = new AbortController();
    const endless =
      'SELECT sum((a.range * b.range) % 13) AS s FROM range(10000000) AS a, range(10000000) AS b';
    const waiting = error('query.open', { sql: endless }, { signal: controller.signal });
    // Another call answers meanwhile; then the long one is stopped.
    expect(await value('app.info', {})).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    controller.abort();
    expect(await waiting).toMatchObject({ code: 'CANCELLED' });
    expect(await value('query.open', { sql: 'SELECT 1 AS one' })).toMatchObject({ row_count: 1 });
  });

  it('writes what is exported where the user said', async () => {
    const path = await harness.place('export-save', 'people.csv');
    const exported = await value('query.export', {
      sql: 'SELECT identity_id FROM identities ORDER BY 1',
      format: 'csv',
      path,
    });
    expect(exported.rows).toBe(3);
    expect((await readFile(harness.pathOf(path), 'utf8')).trim().split(/\r?\n/u)).toEqual([
      'identity_id',
      'E1',
      'E2',
      'E3',
    ]);
  });

  it('scores rows as a result that is paged and exported like any other, the most unusual first', async () => {
    // In order of n, so that the draw by the seed is of the same rows each time.
    const sql =
      "SELECT n, CASE WHEN n = 7 THEN 1000 ELSE n % 3 END AS uses, DATE '2024-11-24' AS day FROM (SELECT range AS n FROM range(50)) ORDER BY n";
    const scored = await value('analysis.score', { sql, seed: 5 });
    expect(scored).toMatchObject({ row_count: 50, capped: false, seed: 5, trees: 100, sample: 256 });
    expect(scored.features).toEqual([
      { name: 'n', circle: null },
      { name: 'uses', circle: null },
    ]);
    expect(scored.columns.map(({ name, type }) => [name, type])).toEqual([
      ['outlier_score', 'DOUBLE'],
      ['outlier_drivers', 'VARCHAR'],
      ['n', 'BIGINT'],
      ['uses', 'BIGINT'],
      ['day', 'DATE'],
    ]);
    const { result_id } = scored;
    const { arrow } = await value('query.page', { result_id, offset: 0, limit: 50 });
    const page = tableFromIPC(arrow);
    const scores = Array.from(page.getChild('outlier_score') ?? [], Number);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(Number(page.getChild('n')?.get(0))).toBe(7);
    expect(String(page.getChild('outlier_drivers')?.get(0))).toMatch(/^uses \d+%/);
    // The scores are those of the plain answer, which keeps the order of the statement.
    const plain = await value('analysis.outliers', { sql, seed: 5 });
    expect(scores).toEqual(plain.rows.map(({ score }) => score).toSorted((a, b) => b - a));

    const path = await harness.place('export-save', 'scored.csv');
    expect(await value('query.export', { result_id, format: 'csv', path })).toMatchObject({ rows: 50 });
    const lines = (await readFile(harness.pathOf(path), 'utf8')).trim().split(/\r?\n/u);
    expect(lines[0]).toBe('outlier_score,outlier_drivers,n,uses,day');
    expect(lines.slice(1).map((line) => Number(line.split(',')[0]))).toEqual(scores);

    const sheet = await harness.place('export-save', 'scored.xlsx');
    expect(await value('query.export', { result_id, format: 'xlsx', path: sheet })).toMatchObject({
      rows: 50,
    });
    for (const neither of [{}, { sql, result_id }]) {
      expect(await error('query.export', { ...neither, format: 'csv', path })).toMatchObject({
        code: 'BAD_ARGUMENT',
      });
    }
    await value('query.close', { result_id });
    expect(await error('query.export', { result_id, format: 'json', path })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await error('analysis.score', { sql: "SELECT 'a' AS name" })).toMatchObject({
      code: 'BAD_ARGUMENT',
    });
    expect(await value('analysis.score', { sql: 'SELECT 1 AS n WHERE false' })).toMatchObject({
      row_count: 0,
      features: [],
    });
  });

  it('tells how findings stood after each run, with the statement that gives them', async () => {
    const { points, lacking } = await value('overview.trend', { of: 'findings' });
    expect([points.map(({ kind, name }) => [kind, name]), lacking]).toEqual([[['run', 'R-0001']], null]);
    const { findings } = await value('findings.list', {});
    for (const { part, count, rows } of points[0]!.parts) {
      expect([part, count]).toEqual([part, findings.filter(({ severity }) => severity === part).length]);
      expect(await value('query.open', { sql: rows })).toMatchObject({ row_count: count });
    }
    // When it was made is what the journal says.
    const { entries } = await value('engagement.journal', {});
    expect(entries.map(({ at }) => at)).toContain(points[0]!.at);
  });

  it('seals a package that holds, and sees a changed byte', async () => {
    const passphrase = 'correct horse battery staple';
    expect(await value('keys.create', { name: 'contract', passphrase })).toMatchObject({ name: 'contract' });
    const wrong = await harness.place('package-save', 'wrong.zip');
    expect(await error('package.build', { key: 'contract', passphrase: 'wrong', path: wrong })).toMatchObject(
      { code: 'KEY_PASSPHRASE' },
    );
    const path = await harness.place('package-save', 'evidence.zip');
    // The report can be read before: it is what the build puts in, and nothing is noted of it.
    const before = await value('engagement.journal', {});
    const preview = await harness.place('export-save', 'preview.pdf');
    const previewed = await value('package.preview', { path: preview });
    const report = await readFile(harness.pathOf(preview));
    expect(previewed).toMatchObject({
      bytes: report.length,
      sha256: createHash('sha256').update(report).digest('hex'),
    });
    expect((await value('engagement.journal', {})).total).toBe(before.total);
    expect(await error('package.preview', { path: preview })).toMatchObject({ code: 'OUTPUT_EXISTS' });
    await value('package.build', { key: 'contract', passphrase, path });
    const sealed = await PackageEdit.of(await readFile(harness.pathOf(path)));
    expect(sealed.get('data/report.pdf').equals(report)).toBe(true);
    expect(await value('package.verify', { file: path })).toMatchObject({ verdict: 'valid' });
    const bytes = await readFile(harness.pathOf(path));
    const at = bytes.indexOf('manifest-sha256.txt');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const tampered = join(folder, 'tampered.zip');
    await writeFile(tampered, bytes);
    const answer = await harness.contract.call('package.verify', { file: await harness.file(tampered) });
    const refused = answer.ok ? answer.value.verdict : answer.error.code;
    expect(['invalid', 'PACKAGE_INVALID']).toContain(refused);
  });

  it('opens again what was closed', async () => {
    await value('engagement.close', {});
    expect(await value('engagement.current', {})).toBeNull();
    const again = await value('engagement.open', { dir });
    expect(again.counts).toMatchObject({ sources: 3, loaded: 7, rejected: 1 });
    const journal = await value('engagement.journal', {});
    expect(journal.total).toBe(again.journal.entries);
  });
});
