import { grouped } from '#shared/model/grouped.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { RunStatus } from '#shared/model/vocabulary.ts';
import type { CancelSignal } from '#shared/contract/envelope.ts';
import { type Moments, resolveMoments } from '#engine/engagement/moments.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import { isInterrupt, type Session, sqlMessage, storeClosed } from '#engine/store/index.ts';
import type { TrailFiles } from '#engine/integrity/cloudtrail/index.ts';
import { sourceChains } from './chains.ts';
import { sourceTrails } from './trails.ts';
import { execute, type Executed } from './execute.ts';
import { type Found, NOTHING_FOUND } from './found.ts';
import { importedTables, limitations, type MissingInput, missingInputs } from './inputs.ts';
import type { ChainInput, ParamValue } from './kit/index.ts';

import { checkKeys, isOff, OFF, type Overrides, resolveParams } from './params.ts';
import { type Catalogue, engagementProcedures, isOwn } from './own/catalogue.ts';
import { executeOwn, missingRaw, type OwnGround } from './own/execute-own.ts';
import type { Procedure } from './registry.ts';
import { type FindPlaces, placesIn } from './place-store.ts';
import { Handover } from './handover.ts';
import { nextRunId, recordRun } from './record.ts';
import type { ProcedureRun, RunRecord, RunResult } from './types.ts';

export interface RunOptions extends WorkOptions {
  /** Ids; without them all procedures run. */
  procedures?: readonly string[];
  /** `procedure-id.name` → value; beats the engagement's own. */
  params?: Overrides;
  /** A date (00:00 in the engagement's zone) or an instant with offset. */
  as_of?: string;
  period?: { from: string; to: string };
  /** Folder of the user's databases of addresses; without it there is only that of this build. */
  placesDir?: string;
}

/** What all procedures of one run share. */
export interface Setting {
  /** Connection of the run: what is worked out once stays on it. */
  session: Session;
  moments: Moments;
  imported: ReadonlySet<string>;
  chains: () => Promise<ChainInput[]>;
  trails: () => Promise<TrailFiles | null>;
  places: FindPlaces;
  signal: CancelSignal | undefined;
  /** What the engagement's own procedures run on; without it none of them runs. */
  own?: OwnGround;
}

function notMade(
  procedure: Procedure,
  status: RunStatus,
  ms: number,
  more: Partial<ProcedureRun>,
): ProcedureRun {
  const { id, version } = procedure.meta;
  return {
    procedure: id,
    version,
    status,
    population: null,
    exceptions: null,
    failing: null,
    leads: null,
    indeterminate: null,
    ms,
    ...more,
  };
}

function made(procedure: Procedure, result: Executed, ms: number, limits: string[]): ProcedureRun {
  const { id, version } = procedure.meta;
  const { found } = result;
  const notes = [...limits, ...result.notes, ...(found.count < found.total ? [unwritten(found)] : [])];
  return {
    procedure: id,
    version,
    status: result.population > 0 ? 'completed' : 'no_data',
    population: result.population,
    exceptions: result.counts.exception,
    failing: result.failing,
    leads: result.counts.lead,
    indeterminate: result.counts.indeterminate,
    ms,
    ...(notes.length > 0 ? { message: notes.join(' ') } : {}),
  };
}

function unwritten({ count, total }: Found): string {
  return `${grouped(total)} rows did not pass; the counts are of all of them, and the first ${grouped(count)} are written down as findings. Run the SQL of the procedure in the console for the rest.`;
}

function cancelled(): TickmarkError {
  return new TickmarkError('CANCELLED', 'the run of the procedures was cancelled', {
    hint: 'Nothing of it was kept; earlier runs are untouched.',
  });
}

function ask(missing: readonly MissingInput[]): string {
  return `Ask the client for: ${missing.map(({ table, doc }) => `${table} (${doc})`).join('; ')}.`;
}

/**
 * One procedure, whatever happens: a failure becomes the status of its run. Call while a handover is open.
 * Throws CANCELLED, and ENGAGEMENT_MISSING when the engagement is being closed: then nothing of the run is kept.
 */
export async function runOne(
  procedure: Procedure,
  params: Record<string, ParamValue>,
  setting: Setting,
): Promise<RunRecord> {
  const { session, signal, imported } = setting;
  const done = (run: ProcedureRun, found: Found = NOTHING_FOUND): RunRecord => ({
    procedure,
    params,
    run,
    found,
  });
  if (signal?.aborted) throw cancelled();
  const missing = [...missingInputs(procedure.meta, imported), ...(await missingTexts(procedure, setting))];
  if (missing.length > 0)
    return done(notMade(procedure, 'missing_input', 0, { missing, message: ask(missing) }));
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const stop = (): void => session.interrupt();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const result = await executed(procedure, params, setting);
    const limits = [...limitations(procedure.meta, imported), ...ownLimitations(procedure)];
    return done(made(procedure, result, elapsed(), limits), result.found);
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    if (isEnding(error)) throw storeClosed();
    return done(notMade(procedure, 'error', elapsed(), { message: sqlMessage(error) }));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Nobody cancelled it, and it was ended all the same: by the store, which is about to close. */
function isEnding(error: unknown): boolean {
  if (error instanceof TickmarkError)
    return error.code === 'CANCELLED' || error.code === 'ENGAGEMENT_MISSING';
  return isInterrupt(error);
}

function executed(
  procedure: Procedure,
  params: Record<string, ParamValue>,
  setting: Setting,
): Promise<Executed> {
  const circumstances = { ...setting, params };
  if (!isOwn(procedure)) return execute(setting.session, procedure, circumstances);
  const { own } = setting;
  if (own === undefined) throw new Error('own procedures run in an engagement only');
  return own.open().then((session) => executeOwn(session, procedure, circumstances, own.sourcesDir));
}

async function missingTexts(procedure: Procedure, { session, own }: Setting): Promise<MissingInput[]> {
  return own !== undefined && isOwn(procedure) ? missingRaw(session, procedure, own.sourcesDir) : [];
}

function ownLimitations(procedure: Procedure): string[] {
  return isOwn(procedure) && procedure.own.rows !== null && procedure.population === null
    ? [
        'No population is stated: the share of those that fail cannot be told, and an empty list does not show that there are none.',
      ]
    : [];
}

function selected(procedures: Catalogue, ids: readonly string[] | undefined): readonly Procedure[] {
  if (ids === undefined || ids.length === 0) return procedures.list();
  const chosen = new Set(ids.map((id) => procedures.find(id)));
  return procedures.list().filter((procedure) => chosen.has(procedure));
}

/**
 * Runs procedures and writes their runs and findings in one change of the engagement. A procedure that fails is an
 * error on its own line; the rest goes on. Throws PROCEDURE_UNKNOWN, PARAMETER_INVALID and BAD_ARGUMENT before
 * anything runs, and CANCELLED.
 */
export async function runProcedures(engagement: Engagement, options: RunOptions = {}): Promise<RunResult> {
  const { settings, store } = engagement;
  const plan = planned(await store.use(engagementProcedures), options, settings.parameters);
  return engagement.change('procedures_run', async (writer) => {
    const moments = await resolveMoments(writer, settings, options);
    const imported = await importedTables(writer);
    const chains = (): Promise<ChainInput[]> => sourceChains(writer, engagement.sourcesDir);
    const trails = (): Promise<TrailFiles | null> => sourceTrails(writer, engagement.sourcesDir);
    return withOwnGround(engagement, async (own) => {
      const session = await own.open();
      const places = placesIn(options.placesDir ?? null);
      const { signal } = options;
      const setting: Setting = { session, moments, imported, chains, trails, places, signal, own };
      const runId = await nextRunId(writer);
      const records: RunRecord[] = [];
      const handover = await Handover.open(session);
      try {
        const tell = (phase: string): void =>
          options.onProgress?.({ phase, done: records.length, total: plan.length, unit: 'procedures' });
        for (const item of plan) {
          tell(item.procedure.meta.title);
          const record = item.off ? switchedOff(item) : await runOne(item.procedure, item.params, setting);
          await record.found.write(handover, runId);
          records.push(record);
        }
        tell('Findings');
        await recordRun(writer, runId, moments, records);
        const digest = await handover.into(writer);
        const runs = records.map(({ run }) => run);
        const result: RunResult = { run_id: runId, as_of: moments.as_of_text, period: moments.period, runs };
        return {
          value: result,
          details: { ...journalDetails(result), findings_sha256: digest },
        };
      } finally {
        await handover.close();
      }
    });
  });
}

/** Connections of one run: they live until what was found is written down. */
async function withOwnGround<T>(
  { store, sourcesDir }: Engagement,
  work: (own: OwnGround) => Promise<T>,
): Promise<T> {
  const sessions: Session[] = [];
  const open = async (): Promise<Session> => {
    const session = await store.session();
    sessions.push(session);
    return session;
  };
  try {
    return await work({ open, sourcesDir });
  } finally {
    for (const session of sessions) store.release(session);
  }
}

function switchedOff({ procedure, params }: Planned): RunRecord {
  const run = notMade(procedure, 'not_run', 0, { message: 'Switched off for this engagement.' });
  return { procedure, params, run, found: NOTHING_FOUND };
}

interface Planned {
  procedure: Procedure;
  params: Record<string, ParamValue>;
  off: boolean;
}

/** Overrides of own procedures that were removed or changed since say nothing any more. */
function withoutRemoved(engagement: Overrides, procedures: Catalogue): Overrides {
  const names = new Set(
    procedures
      .list()
      .flatMap(({ meta }) => [OFF, ...Object.keys(meta.params)].map((name) => `${meta.id}.${name}`)),
  );
  return Object.fromEntries(
    Object.entries(engagement).filter(([key]) => !key.startsWith('own.') || names.has(key)),
  );
}

/** Why these procedures cannot be run with these parameters, or null. */
export function planProblem(procedures: Catalogue, options: RunOptions): string | null {
  try {
    planned(procedures, options, {});
    return null;
  } catch (error) {
    if (error instanceof TickmarkError) return error.message;
    throw error;
  }
}

function planned(procedures: Catalogue, options: RunOptions, engagement: Overrides): Planned[] {
  const call = options.params ?? {};
  checkKeys(procedures.list(), withoutRemoved(engagement, procedures));
  checkKeys(procedures.list(), call);
  return selected(procedures, options.procedures).map((procedure) => ({
    procedure,
    params: resolveParams(procedure, engagement, call),
    off: isOff(procedure, engagement, call),
  }));
}

/** The journal says what was run and what came of it, without durations. */
function journalDetails(result: RunResult): Record<string, unknown> {
  const runs = result.runs.map(
    ({ procedure, version, status, population, exceptions, failing, leads, indeterminate }) => ({
      procedure,
      version,
      status,
      population,
      exceptions,
      failing,
      leads,
      indeterminate,
    }),
  );
  return {
    run_id: result.run_id,
    as_of: result.as_of,
    period: `${result.period.from}..${result.period.to}`,
    runs,
  };
}
