import type { HostConnection } from '#shared/contract/host.ts';
import type { Params } from '#shared/contract/methods.ts';
import { runJob } from '../../app/jobs.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { formatCount } from '../../data/format.ts';
import { procedureWords as t } from '../../strings/procedures.ts';

/** Runs procedures as a job; null when it went well or was cancelled. */
export async function runProcedures(
  connection: HostConnection,
  title: string,
  params: Params<'procedures.run'>,
): Promise<ErrorEnvelope | null> {
  const answer = await runJob(connection, 'procedures.run', params, {
    title,
    outcome: ({ runs }) => {
      const exceptions = runs.reduce((sum, run) => sum + (run.exceptions ?? 0), 0);
      const open = runs.filter((run) => run.status !== 'completed').length;
      return t.done(runs.length, formatCount(exceptions), open);
    },
    cancelled: t.cancelled,
  });
  return answer.ok || answer.error.code === 'CANCELLED' ? null : answer.error;
}
