import { useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useConnection } from '../../app/connection.tsx';
import { runJob } from '../../app/jobs.ts';
import type { ErrorEnvelope, PathGrant } from '../../app/types.ts';
import { formatCount } from '../../data/format.ts';
import { sourceWords as t } from '../../strings/sources.ts';

type Imported = Result<'intake.import'>;

/** What an import left undone, until it is dismissed. */
export interface Undone {
  failed: Imported['failed'];
  skipped: Imported['skipped'];
  /** It was cancelled: how many files were taken in before; null = it was not. */
  cancelledAfter: number | null;
}

const NOTHING: Undone = { failed: [], skipped: [], cancelledAfter: null };

/** The result so far that a cancelled import hands over. */
function soFar({ details }: ErrorEnvelope): Pick<Imported, 'receipts' | 'failed' | 'skipped'> {
  const { receipts = [], failed = [], skipped = [] } = (details ?? {}) as Partial<Imported>;
  return { receipts, failed, skipped };
}

/** Imports files that the host let in; keeps what went wrong until it is dismissed. */
export function useImport() {
  const connection = useConnection();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const [undone, setUndone] = useState<Undone>(NOTHING);
  const [granted, setGranted] = useState<readonly PathGrant[]>([]);

  const run = async (paths: readonly string[], as?: string): Promise<void> => {
    setBusy(true);
    setError(null);
    const answer = await runJob(
      connection,
      'intake.import',
      { paths: [...paths], ...(as === undefined ? {} : { as }) },
      {
        title: t.job(paths.length),
        outcome: ({ receipts, failed: lost }) => {
          const sum = (name: 'loaded' | 'rejected'): string =>
            formatCount(receipts.reduce((total, receipt) => total + receipt[name], 0));
          return t.done(receipts.length, sum('loaded'), sum('rejected'), lost.length);
        },
        cancelled: t.cancelled,
      },
    );
    setBusy(false);
    const cancelled = !answer.ok && answer.error.code === 'CANCELLED';
    if (!answer.ok && !cancelled) return setError(answer.error);
    const { receipts, failed, skipped } = answer.ok ? answer.value : soFar(answer.error);
    setUndone((before) => ({
      failed: [...before.failed, ...failed],
      skipped: [...before.skipped, ...skipped],
      cancelledAfter: cancelled
        ? receipts.filter(({ already }) => already !== true).length
        : before.cancelledAfter,
    }));
  };

  const take = async (grants: readonly PathGrant[]): Promise<void> => {
    if (grants.length === 0) return;
    setGranted((before) => [...before, ...grants]);
    await run(grants.map(({ token }) => token));
  };

  const adopt = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    setBusy(true);
    const answer = await connection.host.adopt(files);
    setBusy(false);
    if (answer.ok) await take(answer.value);
    else setError(answer.error);
  };

  /** The grant of a file that was named itself, not found in a folder. */
  const grantOf = (file: string): PathGrant | undefined =>
    granted.findLast(
      ({ label }) =>
        label === file || (/[\\/]/.test(label.slice(-file.length - 1, -file.length)) && label.endsWith(file)),
    );

  const keepLines = async (file: string): Promise<void> => {
    const grant = grantOf(file);
    if (grant === undefined) return;
    setUndone((before) => ({ ...before, failed: before.failed.filter((one) => one.file !== file) }));
    await run([grant.token], 'lines');
  };

  const dismiss = (): void => {
    setUndone(NOTHING);
    setError(null);
  };
  return { busy, error, undone, take, adopt, setError, dismiss, keepLines, grantOf };
}
