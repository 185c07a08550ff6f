import type { ErrorEnvelope } from '../model/errors.ts';
import type { MethodName, Params, Result } from './methods.ts';

/** What every transport answers; nothing is thrown across a boundary. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorEnvelope };

/** Where long work stands. `job` is the id that the caller gave to its call. */
export interface Progress {
  job: string;
  method: MethodName;
  phase: string;
  done: number;
  /** null = not known. */
  total: number | null;
  unit: string;
  /** Units a second since the phase began; null while it cannot be told. */
  rate: number | null;
}

/** The part of AbortSignal that is used; shared/ knows neither Node nor DOM. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface CallOptions {
  /** Ends the work; the answer is then CANCELLED and nothing of it is kept. */
  signal?: CancelSignal;
  onProgress?: (progress: Omit<Progress, 'job' | 'method'>) => void;
}

/** The engine as hosts and tests see it. Never throws, never rejects. */
export interface Contract {
  call<M extends MethodName>(method: M, params: Params<M>, options?: CallOptions): Promise<Answer<Result<M>>>;
  /** Closes the engagement and everything that is open. */
  close(): Promise<void>;
}
