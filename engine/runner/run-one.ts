import { grouped } from '#shared/model/grouped.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { RunStatus } from '#shared/model/vocabulary.ts';
import type { CancelSignal } from '#shared/contract/envelope.ts';
import type { Moments } from '#engine/engagement/moments.ts';
import { isInterrupt, type Session, sqlMessage, storeClosed } from '#engine/store/index.ts';
import type { TrailFiles } from '#engine/integrity/cloudtrail/index.ts';
import { execute, type Executed } from './execute.ts';
import { type Found, NOTHING_FOUND } from './found.ts';
import { limitations, type MissingInput, missingInputs } from './inputs.ts';
import type { ChainInput, ParamValue } from './kit/index.ts';
import { isOwn } from './own/catalogue.ts';
import { executeOwn, missingRaw, type OwnGround } from './own/execute-own.ts';
import type { FindPlaces } from './place-store.ts';
import type { Procedure } from './registry.ts';
import type { ProcedureRun, RunRecord } from './types.ts';

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

/** A run that tested nothing, and why. */
export function notMade(
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
