import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OwnDraft } from '#shared/contract/own-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { packagedRuns } from '#engine/evidence/content/index.ts';
import { guardCatalogue } from '#engine/query/index.ts';
import { testEngagement } from '#test/support/engagement.ts';
import { listProcedures } from '../registry.ts';
import { runProcedures } from '../run-procedures.ts';
import { checkOwn } from './draft.ts';
import { digestOf } from '../registry.ts';
import { parseOwn } from './own-format.ts';
import { ownVersions } from './own-versions.ts';
import { removeOwn, saveOwn } from './save-own.ts';
import { steadyStatement } from './steady.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const AUTHOR = { by: 'tester', at: '2026-01-02T03:04:05Z' };
let engagement: Engagement;
let remove: () => Promise<void>;
let next = 0;

beforeAll(async () => {
  ({ engagement, remove } = await testEngagement());
  await engagement.change('filled', async (session) => {
    // Three accounts: two without a second factor, one of these a service.
    await session.run(
      `INSERT INTO accounts (source_id, record_no, system, account_id, kind, mfa_enabled) VALUES
         ('s', 1, 'gitlab', 'ana', 'human', true), ('s', 2, 'gitlab', 'ben', 'human', false),
         ('s', 3, 'gitlab', 'bot', 'service', false), ('s', 4, 'gitlab', NULL, 'human', true)`,
    );
    return { value: null, details: {} };
  });
});
afterAll(() => remove());

const draft = (sql: string, more: Partial<OwnDraft> = {}): OwnDraft => {
  next += 1;
  return { id: `own.test-${next}`, title: 'None', sql, rows: { subject: 'account_id' }, ...more };
};

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof TickmarkError ? error.code : String(error);
  }
}

/** Saves, runs once, and takes it out of force again. */
async function outcome(own: OwnDraft) {
  await saveOwn(engagement, own, false, AUTHOR);
  const { runs } = await runProcedures(engagement, { procedures: [own.id] });
  const findings = await engagement.store.use((session) =>
    session.rows(
      `SELECT subject_type, subject_id, outcome, reason_code, summary, severity, details::VARCHAR AS details,
         source_rows::VARCHAR AS source_rows FROM current_findings() WHERE procedure = $id ORDER BY position`,
      { id: own.id },
    ),
  );
  await removeOwn(engagement, own.id, AUTHOR);
  return { run: runs[0]!, findings };
}

const NO_MFA = 'SELECT account_id, kind FROM accounts WHERE NOT mfa_enabled';

describe('rows of a plain SELECT', () => {
  it('become findings in an order of their own, with all columns as details', async () => {
    const { run, findings } = await outcome(
      draft(`${NO_MFA} ORDER BY account_id DESC`, {
        severity: 'low',
        population: 'SELECT count(*) FROM accounts',
      }),
    );
    expect(run).toMatchObject({ status: 'completed', population: 4, exceptions: 2, failing: 2 });
    expect(findings).toEqual([
      {
        subject_type: 'account',
        subject_id: 'ben',
        outcome: 'exception',
        reason_code: 'listed',
        summary: 'None: ben',
        severity: 'low',
        details: '{"account_id":"ben","kind":"human"}',
        source_rows: '[]',
      },
      expect.objectContaining({ subject_id: 'bot', details: '{"account_id":"bot","kind":"service"}' }),
    ]);
  });

  it('without a population: the subjects listed, and a sentence that says so', async () => {
    const { run } = await outcome(draft(NO_MFA));
    expect(run).toMatchObject({ status: 'completed', population: 2, failing: 2 });
    expect(run.message).toContain('No population is stated');
    const nothing = await outcome(draft(`${NO_MFA} AND false`));
    expect(nothing.run).toMatchObject({ status: 'no_data', population: 0 });
  });

  it('as leads conclude nothing', async () => {
    const { run } = await outcome(draft(NO_MFA, { rows: { subject: 'account_id', outcome: 'lead' } }));
    expect(run).toMatchObject({ exceptions: 0, leads: 2, population: 2 });
  });

  it('floating point is rounded, so that the same rows give the same bytes', async () => {
    const { findings } = await outcome(
      draft(`SELECT account_id, 0.1::DOUBLE + 0.2::DOUBLE AS share FROM accounts WHERE account_id = 'ana'`),
    );
    expect(findings[0]!['details']).toBe('{"account_id":"ana","share":0.3}');
  });

  it.each([
    [
      'a row without a subject',
      draft('SELECT account_id FROM accounts'),
      'a row names no subject: its account_id is null',
    ],
    [
      'rows that cannot be told apart',
      draft(`SELECT 'x' AS account_id FROM accounts`),
      'several rows of account x cannot be told apart: name the columns that tell them apart',
    ],
    [
      'a population below what fails',
      draft(NO_MFA, { population: 'SELECT 1' }),
      'the population is 1, and 2 subjects fail: it must hold them all',
    ],
    [
      'a population that is no number',
      draft(NO_MFA, { population: `SELECT 'many'` }),
      'the statement of the population gives no number',
    ],
  ])('%s is an error on its own line', async (_name, own, message) => {
    const { run, findings } = await outcome(own);
    expect(run.status).toBe('error');
    expect(run.message).toContain(message);
    expect(findings).toEqual([]);
  });

  it('a table that was not imported is asked for', async () => {
    const { run } = await outcome(draft('SELECT email AS account_id FROM vendors v, identities'));
    expect(run.status).toBe('missing_input');
    expect(run.message).toContain('vendors');
  });
});

describe('rows with the columns of a procedure', () => {
  it('are taken as they are, passes for the population', async () => {
    const { run, findings } = await outcome({
      ...draft(
        `SELECT 'account' AS subject_type, account_id AS subject_id, CASE WHEN mfa_enabled THEN 'pass' ELSE 'exception' END AS outcome,
           'no_factor' AS reason_code, account_id || ' has none' AS summary, '{}'::JSON AS details,
           [{'table': 'accounts', 'source_id': source_id, 'record_no': record_no}] AS source_rows
         FROM accounts WHERE kind = $kind AND account_id IS NOT NULL`,
        { params: { kind: { type: 'text', unit: 'text', doc: 'Which accounts', default: 'human' } } },
      ),
      rows: undefined,
    } as OwnDraft);
    expect(run).toMatchObject({ status: 'completed', population: 2, exceptions: 1 });
    expect(findings).toEqual([
      expect.objectContaining({
        subject_id: 'ben',
        reason_code: 'no_factor',
        source_rows: '[{"table":"accounts","source_id":"s","record_no":2}]',
      }),
    ]);
  });
});

describe('an error that speaks of interrupts', () => {
  it('is that of its procedure, and ends no run', async () => {
    const { run } = await outcome(
      draft(
        `SELECT account_id, ('interrupted ' || account_id)::INTEGER AS n FROM accounts WHERE account_id = 'ben'`,
      ),
    );
    expect(run).toMatchObject({
      status: 'error',
      message: expect.stringContaining('interrupted ben') as unknown,
    });
  });
});

describe('rows that name no reason', () => {
  it('are findings of a procedure of one severity', async () => {
    const { run, findings } = await outcome({
      ...draft(
        `SELECT 'account' AS subject_type, account_id AS subject_id, 'exception' AS outcome, NULL::VARCHAR AS reason_code,
           'none' AS summary, '{}'::JSON AS details, [{'table': 'accounts', 'source_id': source_id, 'record_no': record_no}] AS source_rows
         FROM accounts WHERE account_id = 'ben'`,
      ),
      rows: undefined,
    } as OwnDraft);
    expect(run).toMatchObject({ status: 'completed', exceptions: 1 });
    expect(findings).toMatchObject([{ subject_id: 'ben', reason_code: '' }]);
  });
});

describe('rows whose details are no JSON', () => {
  it('are an error of that procedure alone', async () => {
    const { run, findings } = await outcome({
      ...draft(
        `SELECT 'account' AS subject_type, account_id AS subject_id, 'exception' AS outcome, 'no_factor' AS reason_code,
           'none' AS summary, 'as seen' AS details, [{'table': 'accounts', 'source_id': source_id, 'record_no': record_no}] AS source_rows
         FROM accounts WHERE account_id = 'ben'`,
      ),
      rows: undefined,
    } as OwnDraft);
    expect(run).toMatchObject({
      status: 'error',
      message: expect.stringContaining('not JSON') as unknown,
      exceptions: null,
    });
    expect(findings).toEqual([]);
  });
});

describe('what is no procedure', () => {
  const check = (sql: string, more: Partial<OwnDraft> = {}) => codeOf(checkOwn(engagement, draft(sql, more)));

  it.each([
    ['the clock', 'SELECT account_id FROM accounts WHERE created_at < now()'],
    ['the clock as a name', 'SELECT account_id FROM accounts WHERE created_at < current_date'],
    ['chance', 'SELECT account_id FROM accounts WHERE random() < 0.5'],
    ['a sample', 'SELECT account_id FROM accounts USING SAMPLE 10'],
    [
      'an aggregate in any order',
      `SELECT kind, string_agg(account_id, ',') AS account_id FROM accounts GROUP BY kind`,
    ],
    ['a number that rows get in any order', 'SELECT account_id, row_number() OVER () AS n FROM accounts'],
    ['the first rows of any order', 'SELECT account_id FROM accounts LIMIT 5'],
    ['one row of several in any order', 'SELECT DISTINCT ON (system) account_id FROM accounts'],
    ['a JSON list in any order', 'SELECT json_group_array(account_id) AS account_id FROM accounts'],
    ['results of other tests', 'SELECT subject_id AS account_id FROM current_findings()'],
    ['workpapers', 'SELECT finding_id AS account_id FROM work.findings'],
    ['a file elsewhere', `SELECT * FROM read_csv('/etc/passwd')`],
    ['a write', 'DELETE FROM accounts'],
    ['two statements', 'SELECT 1 AS account_id; SELECT 2'],
    ['settings', `SELECT current_setting('TimeZone') AS account_id`],
  ])('%s is refused', async (_name, sql) => {
    expect(await check(sql)).toBe('SQL_FORBIDDEN');
  });

  it.each([
    [
      'a sorted list',
      `SELECT kind AS account_id, list(account_id ORDER BY account_id) AS names FROM accounts GROUP BY kind`,
      {},
      'done',
    ],
    ['an unknown parameter', 'SELECT account_id FROM accounts WHERE kind = $kind', {}, 'PROCEDURE_INVALID'],
    ['an unknown column', 'SELECT nothing FROM accounts', {}, 'SQL_FAILED'],
    ['a subject that is not given', 'SELECT kind FROM accounts', {}, 'PROCEDURE_INVALID'],
    [
      'a summary that names what is not given',
      NO_MFA,
      { rows: { subject: 'account_id', summary: '{who}' } },
      'PROCEDURE_INVALID',
    ],
    ['a need that no reader fills', NO_MFA, { needs: { wishes: ['a'] } }, 'PROCEDURE_INVALID'],
    ['an unknown framework', NO_MFA, { controls: ['iso9001:1'] }, 'PROCEDURE_INVALID'],
    ['an unknown requirement', NO_MFA, { controls: ['iso27001:A.99'] }, 'PROCEDURE_INVALID'],
    ['a title that ends the comment', NO_MFA, { title: 'x */ DROP TABLE accounts' }, 'PROCEDURE_INVALID'],
    ['an unknown beginning', NO_MFA, { from: 'accounts.nothing' }, 'PROCEDURE_UNKNOWN'],
  ])('%s', async (_name, sql, more, code) => {
    expect(await check(sql, more as Partial<OwnDraft>)).toBe(code);
  });

  it('takes neither the id of one that is there nor edits one that is not', async () => {
    const own = draft(NO_MFA);
    expect(await codeOf(saveOwn(engagement, own, true, AUTHOR))).toBe('PROCEDURE_UNKNOWN');
    await saveOwn(engagement, own, false, AUTHOR);
    expect(await codeOf(saveOwn(engagement, own, false, AUTHOR))).toBe('PROCEDURE_INVALID');
    await removeOwn(engagement, own.id, AUTHOR);
    expect(await codeOf(removeOwn(engagement, own.id, AUTHOR))).toBe('PROCEDURE_UNKNOWN');
  });

  it.each([
    ['no front matter', 'SELECT 1'],
    ['an id of a procedure of the build', '/*\nid: accounts.have-owners\n*/\nSELECT 1'],
    ['an alias that grows', '/*\nid: &a [own.x, own.y]\nb: [*a, *a]\n*/\nSELECT 1'],
  ])('%s is no text of an own procedure', (_name, source) => {
    expect(() => parseOwn({ source, population: null, readme: '' })).toThrow(TickmarkError);
  });

  it('a pattern that could run for ever is not taken', async () => {
    const own = draft(NO_MFA);
    await saveOwn(engagement, own, false, AUTHOR);
    const stored = (await engagement.store.use(ownVersions)).find(
      ({ procedure }) => procedure.meta.id === own.id,
    )!;
    await removeOwn(engagement, own.id, AUTHOR);
    const source = stored.procedure.source.replace(
      'params: {}',
      `params:\n  p: { type: text, unit: text, doc: x, default: a, pattern: '(a+)+b' }`,
    );
    expect(source).not.toBe(stored.procedure.source);
    expect(() => parseOwn({ source, population: null, readme: '' })).toThrow('only .{0,200} can be stated');
  });
});

describe('an engagement that came from somebody', () => {
  it('holds SQL that is judged again before it runs, and the rest runs', async () => {
    const own = draft(NO_MFA);
    await saveOwn(engagement, own, false, AUTHOR);
    // As somebody would write it who knows the format: the digest fits, the statement writes.
    await engagement.change('tampered', async (session) => {
      const row = await session.one('SELECT source FROM work.own_procedures WHERE id = $id', { id: own.id });
      const source = String(row?.['source']).replace(NO_MFA, `COPY accounts TO 'sources/out.csv'`);
      await session.run('UPDATE work.own_procedures SET source = $source, sha256 = $sha WHERE id = $id', {
        source,
        sha: digestOf(source, null),
        id: own.id,
      });
      return { value: null, details: {} };
    });
    const { runs } = await runProcedures(engagement, { procedures: [own.id, 'accounts.have-owners'] });
    expect(runs.map(({ procedure, status }) => [procedure, status === 'error'])).toEqual([
      ['accounts.have-owners', false],
      [own.id, true],
    ]);
    expect(runs[1]!.message).toContain('only SELECT statements can be run');
    await removeOwn(engagement, own.id, AUTHOR);
  });

  it('holds one that this version cannot read: it is named and does not run, and the rest is listed and runs', async () => {
    const [readable, own] = [draft(NO_MFA), draft(NO_MFA)];
    await saveOwn(engagement, readable, false, AUTHOR);
    await saveOwn(engagement, own, false, AUTHOR);
    // As a later version might write it, with a member that this one does not know.
    await engagement.change('tampered', async (session) => {
      const row = await session.one('SELECT source FROM work.own_procedures WHERE id = $id', { id: own.id });
      const source = String(row?.['source']).replace('/*\n', '/*\nschedule: weekly\n');
      await session.run('UPDATE work.own_procedures SET source = $source, sha256 = $sha WHERE id = $id', {
        source,
        sha: digestOf(source, null),
        id: own.id,
      });
      return { value: null, details: {} };
    });
    const versions = await engagement.store.use(ownVersions);
    expect(
      versions
        .filter(({ in_force }) => in_force)
        .map(({ procedure }) => [procedure.meta.id, procedure.meta.title]),
    ).toEqual([
      [readable.id, 'None'],
      [own.id, `${own.id} (cannot be read by this version of Tickmark)`],
    ]);
    const { runs } = await runProcedures(engagement, { procedures: [own.id, readable.id] });
    expect(runs.map(({ procedure, status, exceptions }) => [procedure, status, exceptions])).toEqual([
      [readable.id, 'completed', 2],
      [own.id, 'error', null],
    ]);
    expect(runs[1]!.message).toMatch(/^this version of Tickmark cannot read it: .*schedule/);
    const run = (await engagement.store.use(packagedRuns)).find(({ procedure }) => procedure === own.id);
    expect(run).toMatchObject({ status: 'error', exceptions: null });
    // It can be taken out of force like any other.
    await removeOwn(engagement, own.id, AUTHOR);
    await removeOwn(engagement, readable.id, AUTHOR);
  });

  it('whose stored text is another than its digest is refused by name', async () => {
    const own = draft(NO_MFA);
    await saveOwn(engagement, own, false, AUTHOR);
    const spoil = (sha: string) =>
      engagement.change('tampered', async (session) => {
        await session.run('UPDATE work.own_procedures SET sha256 = $sha WHERE id = $id', { sha, id: own.id });
        return { value: null, details: {} };
      });
    const { digest } = (await engagement.store.use(ownVersions)).find(
      ({ procedure }) => procedure.meta.id === own.id,
    )!.procedure;
    await spoil('0'.repeat(64));
    expect(await codeOf(runProcedures(engagement, { procedures: [own.id] }))).toBe('PROCEDURE_INVALID');
    await spoil(digest);
    await removeOwn(engagement, own.id, AUTHOR);
  });
});

describe('procedures of this build', () => {
  it('can each be the beginning of an own one: they pass what own ones must pass', async () => {
    const refused: string[] = [];
    await engagement.store.use(async (session) => {
      const catalogue = await guardCatalogue(session, engagement.sourcesDir);
      for (const { meta, sql, population } of listProcedures()) {
        for (const text of [sql, population]) {
          if (text === null) continue;
          await steadyStatement(session, text, catalogue).catch((error: Error) =>
            refused.push(`${meta.id}: ${error.message}`),
          );
        }
      }
    });
    expect(refused).toEqual([]);
  });

  it('saved as own find what they find', async () => {
    const shipped = listProcedures().find(({ meta }) => meta.id === 'accounts.have-owners')!;
    const { runs } = await runProcedures(engagement, { procedures: [shipped.meta.id] });
    const own = await outcome({
      id: 'own.have-owners',
      title: shipped.meta.title,
      sql: shipped.sql!,
      from: shipped.meta.id,
    });
    const { status, population, exceptions, failing } = runs[0]!;
    expect(own.run).toMatchObject({ status, population, exceptions, failing });
  });
});
