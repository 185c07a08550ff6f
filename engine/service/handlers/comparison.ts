import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParsedParams } from '#shared/contract/methods.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { unpackWork } from '#engine/evidence/reperform/unpack.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { compareFindings, type Earlier, lastPeriod, previousRuns } from '#engine/findings/compare-runs.ts';
import type { Session } from '#engine/store/index.ts';
import type { EngineContext, Handlers } from '../context.ts';

/** Runs and findings that an earlier package records. Throws PACKAGE_INVALID where it does not verify, DATA_MISSING without sources. */
async function packagedEarlier(file: string, tempDir: string): Promise<Earlier> {
  const report = await verifyPackage(file, {});
  if (report.verdict !== 'valid') {
    throw new TickmarkError(
      'PACKAGE_INVALID',
      'the earlier package does not verify, so nothing is compared with it',
      {
        hint: 'Run "tickmark verify" on it to see what does not hold.',
      },
    );
  }
  const temp = await mkdtemp(join(tempDir, 'tickmark-earlier-'));
  try {
    const { runs, findings } = await unpackWork(file, temp);
    return {
      procedures: runs.filter(({ status }) => status === 'completed').map(({ procedure }) => procedure),
      findings: findings.map(({ id, procedure, summary, ...rest }) => {
        const text = (name: string) => String(rest[name] ?? '');
        return {
          id,
          procedure,
          severity: text('severity'),
          outcome: text('outcome'),
          subject_type: text('subject_type'),
          subject_id: text('subject_id'),
          reason_code: text('reason_code'),
          summary,
        };
      }),
    };
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

async function carried(session: Session): Promise<Earlier> {
  const earlier = await lastPeriod(session);
  if (earlier !== null) return earlier;
  throw new TickmarkError('DATA_MISSING', 'the engagement did not take over from an earlier period', {
    hint: 'Compare with the run before, or with an earlier package.',
  });
}

async function earlierOf(
  context: EngineContext,
  session: Session,
  { package: file, since }: ParsedParams<'findings.diff'>,
): Promise<Earlier> {
  if (file !== undefined) return packagedEarlier(file, context.deps.tempDir);
  return since === 'period' ? carried(session) : previousRuns(session);
}

export const comparisonHandlers: Pick<Handlers, 'findings.diff'> = {
  'findings.diff': async (context, params) =>
    context.engagement.store.use(async (session) => {
      const answer = await compareFindings(session, await earlierOf(context, session, params));
      const { changes } = params;
      if (changes === undefined) return answer;
      return { ...answer, findings: answer.findings.filter(({ change }) => changes.includes(change)) };
    }),
};
