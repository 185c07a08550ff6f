import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChainReport } from '#shared/model/chain.ts';
import type { ReportModel } from '#shared/contract/schemas.ts';
import { bookmarksOf, pagesOf } from '#engine/render/pdf/testing.ts';
import { signPdf } from '#engine/evidence/build/sign-pdf.ts';
import { additionProblem } from '#engine/evidence/verify/pdf-signatures.ts';
import { makeParty, scratch } from '#test/vectors/packages/make-package.ts';
import { findProcedure, listProcedures } from '#engine/runner/index.ts';
import type { PackagedFinding } from '../findings.ts';
import type { PackagedRun } from '../procedures.ts';
import { evidenceSheets } from '../sheets.ts';
import type { PackagedSource } from '../sources.ts';
import { type ReportContent, renderEvidenceReport } from './index.ts';
import { grouped, runVerdict, shortHash } from './parts.ts';
import { coverVerdicts } from './summary.ts';

const PROCEDURE = 'policy.access-matches';

function run(change: Partial<PackagedRun> = {}): PackagedRun {
  const { meta, digest } = findProcedure(PROCEDURE);
  return {
    procedure: PROCEDURE,
    version: meta.version,
    digest,
    as_of: '2024-11-24T05:00:00Z',
    period: '2024-11-01..2024-11-30',
    params: {},
    status: 'completed',
    population: 12384,
    exceptions: 0,
    failing: change.exceptions ?? 0,
    leads: 0,
    indeterminate: 0,
    message: null,
    missing: null,
    ...change,
  };
}

function finding(change: Partial<PackagedFinding> = {}): PackagedFinding {
  return {
    id: 'F-0000000000000001',
    procedure: PROCEDURE,
    severity: 'high',
    outcome: 'exception',
    subject_type: 'grant',
    subject_id: 'ana|erp|admin',
    reason_code: 'unexpected',
    summary: 'no policy',
    disposition: 'open',
    note: null,
    text: {
      condition: 'No policy gives it',
      criteria: 'A policy gives it.',
      cause: '',
      effect: 'Harm.',
      recommendation: 'Remove it.',
    },
    details: {},
    source_rows: [],
    ...change,
  };
}

function source(change: Record<string, unknown> = {}): PackagedSource {
  const rows = [
    { table: 'grants', rows: 98, totals: {}, ranges: {}, duplicates: 3, out_of_period: null, as_of: [] },
  ];
  const receipt = {
    file: 'access/a.csv',
    read: 100,
    loaded: 98,
    rejected: 2,
    rejects: [{ record: 17, code: 'BAD_VALUE', message: 'no such day' }],
    rows,
    ...change,
  };
  return {
    source_id: 'ab',
    sha256: 'ab'.repeat(32),
    name: 'a.csv',
    size_bytes: 5,
    reader: 'access-snapshot',
    receipt,
  };
}

const CHAIN: ChainReport = {
  chain: 'trail',
  profile: 'event-jcs',
  events: 1200,
  verdict: 'broken',
  first_id: 'e1',
  last_id: 'e1200',
  head: 'cd'.repeat(32),
  breaks: [
    {
      kind: 'edited',
      index: 41,
      event_id: 'e42',
      detail: 'its own hash is wrong',
      stated: '00',
      computed: '11',
    },
  ],
  warnings: [],
  not_proven: ['tail'],
  statement: ['Record 42 was edited.'],
};

const COVERAGE: ReportModel = {
  report: 'coverage',
  title: 'Coverage',
  as_of: '2024-11-24',
  period: null,
  rows: [],
  notes: ['A note.'],
  figures: {
    grants: 4,
    by_policy: 3,
    by_policy_percent: 75,
    by_exception: 1,
    by_exception_percent: 25,
    drift: 0,
    drift_percent: 0,
  },
  sections: [
    {
      heading: 'People',
      lines: Array.from({ length: 100 }, (_, i) => ({ label: `person ${i}`, value: String(i) })),
    },
  ],
};

function content(change: Partial<ReportContent> = {}): ReportContent {
  return {
    client: 'Müller & Co',
    kind: 'internal',
    period: { from: '2024-11-01', to: '2024-11-30' },
    as_of: '2024-11-24',
    timezone: 'America/New_York',
    toolVersion: '0.1.0',
    findings: [],
    runs: [run()],
    sources: [],
    chains: [],
    reports: [],
    ...change,
  };
}

async function textOf(change: Partial<ReportContent> = {}): Promise<string> {
  return (await pagesOf(await renderEvidenceReport(content(change)))).join(' ');
}

describe('verdicts', () => {
  it('never state a figure without its population, nor "no exceptions" without a test', () => {
    const said = [
      run(),
      run({ exceptions: 7 }),
      run({ exceptions: 12, failing: 8 }),
      run({ leads: 1 }),
      run({ indeterminate: 2 }),
      run({ population: 0 }),
      run({ status: 'no_data', population: null }),
      run({ status: 'missing_input', message: 'Ask for the roster.' }),
      run({ status: 'error', message: 'out of memory' }),
      run({ status: 'not_run', message: null }),
    ].map((each) => [runVerdict(each).mark, runVerdict(each).text]);
    expect(said).toEqual([
      ['holds', '0 of 12,384'],
      ['fails', '7 of 12,384'],
      ['fails', '8 of 12,384, 12 exceptions'],
      ['not_proven', '0 of 12,384, 1 lead'],
      ['not_proven', '0 of 12,384, 2 undecided'],
      ['not_run', 'no data: nothing was there to test'],
      ['not_run', 'no data: nothing was there to test'],
      ['missing', 'Ask for the roster.'],
      ['missing', 'could not be carried out: out of memory'],
      ['not_run', 'not run'],
    ]);
  });

  it('stand on the cover, the chains among them', () => {
    const runs = [run({ exceptions: 2 }), run(), run({ status: 'missing_input' })];
    expect(coverVerdicts(content({ runs, findings: [finding(), finding()], chains: [CHAIN] }))).toEqual([
      { mark: 'fails', text: '1 of 3 tests found exceptions: 2 in all' },
      { mark: 'holds', text: '1 of 3 tests found no exceptions in their population' },
      { mark: 'missing', text: '1 of 3 tests could not be made' },
      { mark: 'fails', text: 'trail: broken (1,200 events)' },
    ]);
  });

  it('write figures and digests as people read them', () => {
    expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect(shortHash('ab'.repeat(32))).toBe('ababababab…abababab');
  });
});

describe('the report', () => {
  it('has its chapters in order', async () => {
    const pdf = await renderEvidenceReport(
      content({ chains: [CHAIN], reports: [COVERAGE], findings: [finding()], sources: [source()] }),
    );
    expect((await bookmarksOf(pdf)).map(({ title }) => title)).toEqual([
      'Summary',
      'Scope and method',
      'Integrity of the audit trails',
      'Coverage',
      'Findings',
      'Information received',
      'Requirements served',
      'Sign-offs',
      'Appendix: the tests as they were run',
    ]);
  });

  it('says so when there is nothing: no chain, no source, no test', async () => {
    const text = await textOf({
      runs: listProcedures().map(({ meta }) =>
        run({ procedure: meta.id, status: 'not_run', population: null }),
      ),
    });
    expect(text).toContain('Integrity of the audit trails No hash-chained audit trail was received.');
    expect(text).toContain(
      'Findings No test was made. What was not tested is listed under Results by procedure.',
    );
    expect(text).toContain('Information received No files were received.');
    expect(text).not.toContain('Appendix');
  });

  it('names subject, condition and what holds for all findings of a reason', async () => {
    const noted = finding({
      id: 'F-0000000000000002',
      subject_id: 'bob|erp|admin',
      disposition: 'accepted_risk',
      note: 'until May',
    });
    const text = await textOf({ runs: [run({ exceptions: 2 })], findings: [finding(), noted] });
    expect(text).toContain(
      '2 high Criteria A policy gives it. Effect Harm. Recommendation Remove it. Finding Grant Condition Disposition',
    );
    expect(text).toContain(
      'F-0000000000000001 ana | erp | admin No policy gives it open F-0000000000000002 bob | erp | admin No policy gives it accepted risk: until May',
    );
  });

  it('does not repeat a subject that each condition names, nor a disposition that all share', async () => {
    const own = finding({ text: { ...finding().text, condition: 'ana is admin in erp' } });
    const text = await textOf({ runs: [run({ exceptions: 1 })], findings: [own] });
    expect(text).toContain('Disposition open Finding Condition F-0000000000000001 ana is admin in erp');
  });

  it('ties what was read to what was loaded and rejected, and says how many rejects it leaves out', async () => {
    const text = await textOf({ sources: [source()] });
    expect(text).toContain('1 file: 100 records read = 98 loaded + 2 rejected');
    expect(text).toContain('access/a.csv access-snapshot 100 98 2 ababababab…abababab');
    expect(text).toContain('grants 1 98 3 –');
    expect(text).toContain('access/a.csv 17 no such day 1 of 2 rejected records are shown');
  });

  it('lists every break of a chain by its place in the file', async () => {
    expect(await textOf({ chains: [CHAIN] })).toContain('edited 42 e42 its own hash is wrong');
  });

  it('prints the beginning of a long report and says what it leaves out', async () => {
    const text = await textOf({ reports: [COVERAGE] });
    expect(text).toContain('Covered by policy 3 (75%)');
    expect(text).toContain(
      'person 89 89 90 of 100 lines are printed; data/reports/coverage.json has all of them',
    );
    expect(text).not.toContain('person 90');
  });
});

describe('the signed report', () => {
  it('holds two signatures that pdfsig accepts, added to the tagged file and changing nothing in it', async () => {
    const { signer } = await makeParty('Ana');
    const chain = signer.certificatesPem.map((pem) => new X509Certificate(pem));
    const plain = await renderEvidenceReport(content({ findings: [finding()], sources: [source()] }));
    const once = await signPdf(plain, signer, chain, 'preparer');
    const twice = await signPdf(once, signer, chain, 'reviewer');
    expect(Buffer.compare(twice.subarray(0, plain.byteLength), plain)).toBe(0);
    expect(await additionProblem(plain, once)).toBe(null);
    expect(await additionProblem(once, twice)).toBe(null);
    const file = join(await scratch(), 'report.pdf');
    writeFileSync(file, twice);
    const printed = execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
    expect(printed.match(/Signature is Valid/g)?.length).toBe(2);
    expect(printed.match(/Total document signed/g)?.length).toBe(1);
  });
});

describe('the sheets beside the findings', () => {
  it('hold runs, receipts, rows by table, chains and breaks as values', () => {
    const sheets = evidenceSheets({
      runs: [run(), run({ status: 'not_run', as_of: '' })],
      sources: [source()],
      chains: [CHAIN],
    });
    expect(sheets.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['Runs', 2],
      ['Receipts', 1],
      ['Rows by table', 1],
      ['Chains', 1],
      ['Breaks', 1],
    ]);
    const column = (sheet: number, header: string) =>
      sheets[sheet]!.rows.map(
        (row) => row[sheets[sheet]!.columns.findIndex((each) => each.header === header)],
      );
    expect(column(0, 'as_of (UTC)')).toEqual([new Date('2024-11-24T05:00:00Z'), null]);
    expect(column(0, 'population')).toEqual([12384, 12384]);
    expect(column(1, 'rejected')).toEqual([2]);
    expect(column(2, 'out_of_period')).toEqual([null]);
    expect(column(4, 'record')).toEqual([42]);
  });
});
