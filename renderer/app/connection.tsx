import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { createContext, use, useCallback, useEffect, useState } from 'react';
import { useJobs } from './jobs.ts';
import type { Answer, ErrorEnvelope, HostConnection } from './types.ts';

const Context = createContext<HostConnection | null>(null);

export const ConnectionProvider = Context.Provider;

export function useConnection(): HostConnection {
  const connection = use(Context);
  if (!connection) throw new Error('no connection above this component');
  return connection;
}

export interface Asked<T> {
  value: T | null;
  error: ErrorEnvelope | null;
  pending: boolean;
  reload: () => void;
}

/**
 * Reads something from the engine and reads it again when the engagement changes.
 * The last value stays until the next one is there. `params` null = nothing to ask yet.
 */
export function useAsk<M extends MethodName>(method: M, params: Params<M> | null): Asked<Result<M>> {
  const connection = useConnection();
  const revision = useJobs((state) => state.revision);
  const key = params === null ? null : JSON.stringify(params);
  return useAnswer<Result<M>>(
    useCallback(
      () => (key === null ? null : connection.call(method, JSON.parse(key) as Params<M>)),
      [connection, method, key],
    ),
    revision,
  );
}

/** The same for any question; `ask` must be stable, `revision` asks again. */
export function useAnswer<T>(ask: () => Promise<Answer<T>> | null, revision = 0): Asked<T> {
  const [state, setState] = useState<{ value: T | null; error: ErrorEnvelope | null; ask: unknown }>({
    value: null,
    error: null,
    ask: null,
  });
  const [again, setAgain] = useState(0);
  const [pending, setPending] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: revision and again only ask again
  useEffect(() => {
    let current = true;
    const question = ask();
    if (!question) {
      setPending(false);
      return;
    }
    setPending(true);
    void question.then((answer) => {
      if (!current) return;
      setPending(false);
      setState({ value: answer.ok ? answer.value : null, error: answer.ok ? null : answer.error, ask });
    });
    return () => {
      current = false;
    };
  }, [ask, revision, again]);
  const reload = useCallback(() => setAgain((n) => n + 1), []);
  const fresh = state.ask === ask;
  return { value: fresh ? state.value : null, error: fresh ? state.error : null, pending, reload };
}

/** True once `pending` has lasted long enough to be worth showing. */
export function useSlow(pending: boolean, ms = 150): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!pending) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), ms);
    return () => clearTimeout(timer);
  }, [pending, ms]);
  return slow;
}
