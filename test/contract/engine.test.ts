import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import type { CallOptions, Progress } from '#shared/contract/envelope.ts';
import { type MethodName, type Params, type Result, methods } from '#shared/contract/methods.ts';
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

  it('seals a package that holds, and sees a changed byte', async () => {
    const passphrase = 'correct horse battery staple';
    expect(await value('keys.create', { name: 'contract', passphrase })).toMatchObject({ name: 'contract' });
    const wrong = await harness.place('package-save', 'wrong.zip');
    expect(await error('package.build', { key: 'contract', passphrase: 'wrong', path: wrong })).toMatchObject(
      { code: 'KEY_PASSPHRASE' },
    );
    const path = await harness.place('package-save', 'evidence.zip');
    await value('package.build', { key: 'contract', passphrase, path });
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
