import { useCallback, useEffect, useRef, useState } from 'react';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { say } from '../components/copy.ts';
import { useConnection } from './connection.tsx';
import { type JobOptions, runJob, touch } from './jobs.ts';
import type { ErrorEnvelope } from './types.ts';

/**
 * Something that a person does: one thing at a time, with what went wrong kept until the next try. Who has gone elsewhere
 * meanwhile reads it in the status bar.
 */
export function useAct() {
  const connection = useConnection();
  const [busy, setBusy] = useState(false);
  const [error, setShown] = useState<ErrorEnvelope | null>(null);
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const setError = useCallback((fault: ErrorEnvelope | null): void => {
    if (here.current) setShown(fault);
    else if (fault !== null) say(fault.message);
  }, []);

  /** A change that is done at once; `said` goes to the status bar, and every place reads again. */
  const act = useCallback(
    async <M extends MethodName>(
      method: M,
      params: Params<M>,
      said: string | ((value: Result<M>) => string),
    ): Promise<Result<M> | null> => {
      setBusy(true);
      setError(null);
      const answer = await connection.call(method, params);
      setBusy(false);
      if (!answer.ok) {
        setError(answer.error);
        return null;
      }
      say(typeof said === 'string' ? said : said(answer.value));
      touch();
      return answer.value;
    },
    [connection, setError],
  );

  /** Long work with a line in the status bar. Null: it failed, or was cancelled. */
  const run = useCallback(
    async <M extends MethodName>(
      method: M,
      params: Params<M>,
      options: JobOptions<Result<M>>,
    ): Promise<Result<M> | null> => {
      setBusy(true);
      setError(null);
      const answer = await runJob(connection, method, params, options);
      setBusy(false);
      if (answer.ok) return answer.value;
      // What a job came to is in the status bar in any case.
      if (answer.error.code !== 'CANCELLED') setShown(answer.error);
      return null;
    },
    [connection, setError],
  );
  return { busy, error, setError, act, run };
}
