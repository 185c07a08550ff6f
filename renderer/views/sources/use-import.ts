import { useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useConnection } from '../../app/connection.tsx';
import { runJob } from '../../app/jobs.ts';
import type { ErrorEnvelope, PathGrant } from '../../app/types.ts';
import { formatCount } from '../../data/format.ts';
import { sourceWords as t } from '../../strings/sources.ts';

export type Failed = Result<'intake.import'>['failed'];

/** Imports files that the host let in; keeps what went wrong until it is dismissed. */
export function useImport() {
  const connection = useConnection();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const [failed, setFailed] = useState<Failed>([]);

  const take = async (grants: readonly PathGrant[]): Promise<void> => {
    if (grants.length === 0) return;
    setBusy(true);
    setError(null);
    const answer = await runJob(
      connection,
      'intake.import',
      { paths: grants.map(({ token }) => token) },
      {
        title: t.job(grants.length),
        outcome: ({ receipts, failed: lost }) => {
          const sum = (name: 'loaded' | 'rejected'): string =>
            formatCount(receipts.reduce((total, receipt) => total + receipt[name], 0));
          return t.done(receipts.length, sum('loaded'), sum('rejected'), lost.length);
        },
        cancelled: t.cancelled,
      },
    );
    setBusy(false);
    if (answer.ok) setFailed((before) => [...before, ...answer.value.failed]);
    else if (answer.error.code !== 'CANCELLED') setError(answer.error);
  };

  const adopt = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    setBusy(true);
    const answer = await connection.host.adopt(files);
    setBusy(false);
    if (answer.ok) await take(answer.value);
    else setError(answer.error);
  };

  const dismiss = (): void => {
    setFailed([]);
    setError(null);
  };
  return { busy, error, failed, take, adopt, setError, dismiss };
}
