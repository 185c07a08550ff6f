import { resolveMoments } from '#engine/engagement/moments.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import type { TrailFiles } from '#engine/integrity/cloudtrail/index.ts';
import type { Session } from '#engine/store/index.ts';
import { sourceChains } from './chains.ts';
import { NOTHING_FOUND } from './found.ts';
import { Handover } from './handover.ts';
import { importedTables } from './inputs.ts';
import type { ChainInput } from './kit/index.ts';
import { engagementProcedures } from './own/catalogue.ts';
import type { OwnGround } from './own/execute-own.ts';
import { placesIn } from './place-store.ts';
import { type Planned, planned, type PlanOptions } from './plan.ts';
import { nextRunId, recordRun } from './record.ts';
import { notMade, runOne, type Setting } from './run-one.ts';
import { sourceTrails } from './trails.ts';
import type { RunRecord, RunResult } from './types.ts';

export interface RunOptions extends WorkOptions, PlanOptions {
  /** A date (00:00 in the engagement's zone) or an instant with offset. */
  as_of?: string;
  period?: { from: string; to: string };
  /** Folder of the user's databases of addresses; without it there is only that of this build. */
  placesDir?: string;
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
