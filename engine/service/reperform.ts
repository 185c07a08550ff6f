import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { createEngagement, type Engagement, type WorkOptions } from '#engine/engagement/index.ts';
import {
  canonicalDigest,
  packagedFindings,
  packagedRuns,
  packagedSources,
  packagedWork,
} from '#engine/evidence/content/index.ts';
import { compareBy, type Difference } from '#engine/evidence/reperform/compare.ts';
import { type RecordedWork, unpackWork } from '#engine/evidence/reperform/unpack.ts';
import {
  importAgain,
  keepDecisions,
  keepStatement,
  type Mapping,
  parseMapping,
} from '#engine/intake/index.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { drawAgain } from '#engine/workpapers/index.ts';
import {
  engagementProcedures,
  insertOwn,
  type Overrides,
  parseOwn,
  planProblem,
  runProcedures,
} from '#engine/runner/index.ts';
import { saveProfile } from './chain-profiles.ts';
import type { EngineDeps } from './context.ts';

export interface Reperformance {
  verdict: 'same' | 'differs';
  differences: Difference[];
}

/**
 * Does the work of a package again from the sources inside: import, the recorded procedures with the recorded
 * parameters, and a comparison of receipts, runs and findings. Procedures of this build run, one whose recorded
 * digest is another's, or that cannot be run here, is named as a difference; the auditor's own come from the package and run under the guard of the
 * console: they read, and do nothing else.
 */
export async function reperform(deps: EngineDeps, file: string, work: WorkOptions): Promise<Reperformance> {
  const temp = await mkdtemp(join(deps.tempDir, 'tickmark-reperform-'));
  try {
    work.onProgress?.({ phase: 'Unpacking the sources', done: 0, total: null, unit: 'files' });
    const recorded = await unpackWork(file, join(temp, 'received'));
    const { client, kind, period, as_of, timezone } = recorded.parameters;
    const engagement = await createEngagement(
      join(temp, 'engagement'),
      { client, kind, period, as_of, timezone },
      deps,
    );
    try {
      for (const { yaml } of recorded.parameters.chain_profiles) await saveProfile(engagement, yaml);
      const barred = await keepRecordedProcedures(engagement, recorded, deps);
      await importRecorded(engagement, recorded, join(temp, 'received'), work);
      const possible = withoutBarred(recorded, barred);
      await runRecorded(engagement, possible, { ...work, placesDir: deps.placesDir });
      const differences = [
        ...barredDifferences(recorded, barred),
        ...(await compare(engagement, possible)),
        ...(await compareSamples(engagement, recorded)),
      ];
      return { verdict: differences.length === 0 ? 'same' : 'differs', differences };
    } finally {
      await engagement.close();
    }
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

/** Procedures that this build cannot run as they were run, with the reason. */
type Barred = ReadonlyMap<string, string>;

/**
 * Keeps the auditor's own procedures: SQL of somebody else, which runs under the guard or not at all. What cannot be read
 * or run here is barred; it alone is not done again.
 */
async function keepRecordedProcedures(
  engagement: Engagement,
  { own, runs }: RecordedWork,
  { actor, now }: EngineDeps,
): Promise<Barred> {
  const barred = new Map<string, string>();
  const procedures = own.flatMap((one) => {
    const read = recordedProcedure(one);
    if (typeof read !== 'string') return [read];
    barred.set(one.id, read);
    return [];
  });
  if (procedures.length > 0) {
    await engagement.change('procedures_recorded', async (session) => {
      for (const procedure of procedures) await insertOwn(session, procedure, { by: actor, at: now() });
      return { value: null, details: { procedures: procedures.length } };
    });
  }
  const known = await engagement.store.use(engagementProcedures);
  for (const run of runs.filter(({ procedure, status }) => status !== 'not_run' && !barred.has(procedure))) {
    const problem = planProblem(known, { procedures: [run.procedure], params: paramsOf([run]) });
    if (problem !== null) barred.set(run.procedure, problem);
  }
  return barred;
}

/** The procedure, or why this build cannot read it. */
function recordedProcedure({ id, text }: RecordedWork['own'][number]): ReturnType<typeof parseOwn> | string {
  if (text === null) return 'it is no text';
  try {
    const procedure = parseOwn(text);
    return procedure.meta.id === id ? procedure : `it names itself ${procedure.meta.id}`;
  } catch (error) {
    if (error instanceof TickmarkError) return error.message;
    throw error;
  }
}

function barredDifferences({ findings }: RecordedWork, barred: Barred): Difference[] {
  return [...barred].map(([subject, reason]) => {
    const count = findings.filter(({ procedure }) => procedure === subject).length;
    const detail = `cannot be run by this build (${reason}): its run and its ${count} findings were not compared`;
    return { what: 'procedure', subject, detail };
  });
}

function withoutBarred(recorded: RecordedWork, barred: Barred): RecordedWork {
  const possible = ({ procedure }: { procedure: string }) => !barred.has(procedure);
  return {
    ...recorded,
    runs: recorded.runs.filter(possible),
    findings: recorded.findings.filter(possible),
  };
}

/** A mapping of the package is data: a reader.yaml under the closed schema, known by its digest. */
function recordedMappings({ mappings }: RecordedWork): Mapping[] {
  return mappings.map(({ yaml, sha256 }) => {
    const mapping = parseMapping(yaml);
    if (mapping.sha256 === sha256) return mapping;
    throw new TickmarkError('PACKAGE_INVALID', `the mapping ${mapping.reader.spec.id} has another digest`, {
      hint: 'Run "tickmark verify" on the package to see what does not hold.',
    });
  });
}

/**
 * In the recorded order, with the readers, mappings and moments that people stated; all other readers are found by
 * content again, so that a changed detection shows as a difference. What people stated about sources is kept as it is.
 */
async function importRecorded(
  engagement: Engagement,
  recorded: RecordedWork,
  dir: string,
  work: WorkOptions,
): Promise<void> {
  const files = recorded.sources.map(({ source_id, sha256, name }) => ({
    path: join(dir, sha256, name),
    receipt: recorded.receipts.get(source_id) as unknown as Receipt,
  }));
  // Before the files: each import ends with the search for the people behind accounts.
  await engagement.change('identity_decided', async (session) => {
    await keepDecisions(session, recorded.decisions);
    return { value: null, details: { decisions: recorded.decisions.length } };
  });
  await importAgain(engagement, files, recordedMappings(recorded), work);
  await engagement.change('sources_described', async (session) => {
    for (const { source_id, statement } of recorded.statements)
      await keepStatement(session, source_id, statement);
    return { value: null, details: { sources: recorded.statements.length } };
  });
}

async function runRecorded(
  engagement: Engagement,
  recorded: RecordedWork,
  how: WorkOptions & { placesDir: string },
): Promise<void> {
  const made = recorded.runs.filter((run) => run.status !== 'not_run');
  // Without any id all procedures would run.
  if (made.length === 0) return;
  const procedures = made.map((run) => run.procedure);
  await runProcedures(engagement, { procedures, params: paramsOf(made), ...how });
}

function paramsOf(runs: RecordedWork['runs']): Overrides {
  return Object.fromEntries(
    runs.flatMap((run) =>
      Object.entries(run.params).map(([name, value]) => [`${run.procedure}.${name}`, value]),
    ),
  );
}

const RUN_MEMBERS = [
  'digest',
  'version',
  'params',
  'as_of',
  'period',
  'status',
  'population',
  'exceptions',
  'failing',
  'leads',
  'indeterminate',
];
const FINDING_MEMBERS = [
  'severity',
  'outcome',
  'subject_type',
  'subject_id',
  'reason_code',
  'summary',
  'text',
  'details',
  'source_rows',
];
const RECEIPT_MEMBERS = [
  'sha256',
  'reader',
  'reader_version',
  'mapping_sha256',
  'tables',
  'read',
  'loaded',
  'rejected',
  'rows',
];

const SAMPLE_MEMBERS = ['count', 'digest', 'total_weight', 'interval', 'start', 'strata', 'items'];

/** Draws each sample again with its seed. Its SQL came with the package: the guard lets it read and nothing else. */
async function compareSamples(engagement: Engagement, { samples }: RecordedWork): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const sample of samples) {
    try {
      const again = { ...(await drawAgain(engagement, sample)), sample_id: sample.sample_id };
      differences.push(...compareBy('sample', [sample], [again], 'sample_id', SAMPLE_MEMBERS));
    } catch (error) {
      if (!(error instanceof TickmarkError)) throw error;
      const detail = `cannot be drawn again: ${error.message}`;
      differences.push({ what: 'sample', subject: sample.sample_id, detail });
    }
  }
  return differences;
}

/** Same sources through other tables or macros are another test, whatever comes out. */
function sharedQuestions(recorded: RecordedWork): Difference[] {
  if (recorded.parameters.canonical_sha256 === canonicalDigest()) return [];
  return [
    {
      what: 'procedure',
      subject: 'canonical.sql',
      detail: 'the tables or shared questions of this build are others than those recorded',
    },
  ];
}

async function compare(engagement: Engagement, recorded: RecordedWork): Promise<Difference[]> {
  return engagement.store.use(async (session) => {
    const { sheets } = await packagedWork(session, engagement.settings);
    const receipts = (await packagedSources(session)).map(
      ({ source_id, receipt }): Record<string, unknown> => ({
        ...receipt,
        source_id,
        sheet: sheets.find((sheet) => sheet.source_id === source_id) ?? null,
      }),
    );
    // Packages of older builds carry no sheets.
    const sheeted = [...recorded.receipts.values()].some(({ sheet }) => sheet !== undefined);
    const before = [...recorded.receipts].map(([source_id, receipt]) => ({
      ...(receipt as Record<string, unknown>),
      source_id,
    }));
    const asRecords = (items: readonly object[]) => items as readonly Record<string, unknown>[];
    return [
      ...sharedQuestions(recorded),
      ...compareBy('source', before, receipts, 'source_id', [
        ...RECEIPT_MEMBERS,
        ...(sheeted ? ['sheet'] : []),
      ]),
      ...compareBy('run', recorded.runs, asRecords(await packagedRuns(session)), 'procedure', RUN_MEMBERS),
      ...compareBy(
        'finding',
        recorded.findings,
        asRecords(await packagedFindings(session)),
        'id',
        FINDING_MEMBERS,
      ),
    ];
  });
}
