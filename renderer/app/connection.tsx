import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { createContext, use, useCallback, useEffect, useSyncExternalStore } from 'react';
import { Answers, type State } from './answers.ts';
import { useJobs } from './jobs.ts';
import type { Answer, HostConnection } from './types.ts';

const Context = createContext<HostConnection | null>(null);

export const ConnectionProvider = Context.Provider;

export function useConnection(): HostConnection {
  const connection = use(Context);
  if (!connection) throw new Error('no connection above this component');
  return connection;
}

const answers = new Answers();

/** Another engagement: nothing that was answered before holds. */
export function forgetAnswers(): void {
  answers.clear();
}

export interface Asked<T> extends State<T> {
  reload: () => void;
}

const NOTHING: State<never> = { value: null, error: null, pending: false };

/**
 * Reads something from the engine, and again when the engagement changes. The last value stays until the next one is
 * there. `params` null = nothing to ask yet.
 */
export function useAsk<M extends MethodName>(method: M, params: Params<M> | null): Asked<Result<M>> {
  const key = params === null ? null : questionKey(method, params);
  return useQuestion<Result<M>>(
    key,
    useCallback(
      (connection) => {
        const asked = (key ?? '{}').slice(method.length + 1);
        return connection.call(method, JSON.parse(asked) as Params<M>);
      },
      [method, key],
    ),
  );
}

/** Asks before anything is shown what will be asked at once: whoever asks the same then shares the answer. */
export function askAhead<M extends MethodName>(
  connection: HostConnection,
  method: M,
  params: Params<M>,
): void {
  const key = questionKey(method, params);
  void answers.ask(key, useJobs.getState().revision, () => connection.call(method, params));
}

const questionKey = (method: MethodName, params: unknown): string => `${method} ${JSON.stringify(params)}`;

/** The same for any question; `key` says what is asked, `question` must be stable. */
export function useQuestion<T>(
  key: string | null,
  question: (connection: HostConnection) => Promise<Answer<T>>,
): Asked<T> {
  const connection = useConnection();
  const revision = useJobs((state) => state.revision);
  useEffect(() => {
    if (key !== null) void answers.ask(key, revision, () => question(connection));
  }, [connection, key, question, revision]);
  const state = useSyncExternalStore(answers.subscribe, () => (key === null ? NOTHING : answers.get<T>(key)));
  const reload = useCallback(() => {
    if (key !== null) answers.again(key, () => question(connection));
  }, [connection, key, question]);
  return { ...state, reload };
}
