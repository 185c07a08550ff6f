import type { Answer, Contract, Progress } from '#shared/contract/envelope.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { toEnvelope } from '#shared/model/errors.ts';

/** What goes to the engine's process. `id` numbers the calls of one channel. */
export type ToEngine =
  | { type: 'call'; id: number; method: MethodName; params: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'close' };

type Step = Omit<Progress, 'job' | 'method'>;

/** What comes back. */
export type FromEngine =
  | { type: 'progress'; id: number; progress: Step }
  | { type: 'answer'; id: number; answer: Answer<unknown> }
  | { type: 'closed' };

/** Two ends of a message pipe that keeps order and clones structures (process IPC or a MessagePort). */
export interface Channel<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
}

/** Answers calls that arrive on the channel with the given contract, until told to close. */
export function serveEngine(contract: Contract, channel: Channel<FromEngine, ToEngine>): Promise<void> {
  const running = new Map<number, AbortController>();

  async function answer(id: number, method: MethodName, params: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    let result: Answer<unknown>;
    try {
      result = await contract.call(method, params as Params<MethodName>, {
        signal: controller.signal,
        onProgress: (progress) => channel.post({ type: 'progress', id, progress }),
      });
    } catch (error) {
      result = { ok: false, error: toEnvelope(error) };
    }
    running.delete(id);
    try {
      channel.post({ type: 'answer', id, answer: result });
    } catch (error) {
      // A result that cannot be cloned is a defect, yet the caller must hear of it.
      channel.post({ type: 'answer', id, answer: { ok: false, error: toEnvelope(error) } });
    }
  }

  async function close(): Promise<void> {
    for (const controller of running.values()) controller.abort();
    await contract.close().catch(() => undefined);
    channel.post({ type: 'closed' });
  }

  return new Promise((resolve) => {
    channel.onMessage((message) => {
      if (message.type === 'call') void answer(message.id, message.method, message.params);
      else if (message.type === 'cancel') running.get(message.id)?.abort();
      else resolve(close());
    });
  });
}

interface Pending {
  resolve(answer: Answer<unknown>): void;
  onProgress: ((progress: Step) => void) | undefined;
}

/** The calling end: keeps who waits for which answer. */
export class EngineClient {
  readonly #channel: Channel<ToEngine, FromEngine>;
  readonly #pending = new Map<number, Pending>();
  readonly #closed: Promise<void>;
  #next = 1;

  constructor(channel: Channel<ToEngine, FromEngine>) {
    this.#channel = channel;
    this.#closed = new Promise((resolve) => {
      channel.onMessage((message) => {
        if (message.type === 'closed') resolve();
        else this.#receive(message);
      });
    });
  }

  call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: Parameters<Contract['call']>[2] = {},
  ): Promise<Answer<Result<M>>> {
    const { signal, onProgress } = options;
    const id = this.#next;
    this.#next += 1;
    const cancel = () => this.#channel.post({ type: 'cancel', id });
    return new Promise((resolve) => {
      this.#pending.set(id, {
        onProgress,
        resolve: (answer) => {
          signal?.removeEventListener('abort', cancel);
          resolve(answer as Answer<Result<M>>);
        },
      });
      this.#channel.post({ type: 'call', id, method, params });
      if (signal?.aborted === true) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  /** Resolves when the engine has closed what it had open. */
  close(): Promise<void> {
    this.#channel.post({ type: 'close' });
    return this.#closed;
  }

  /** Gives every waiting call this answer: the other end is gone. */
  abandon(answer: Answer<never>): void {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of waiting) pending.resolve(answer);
  }

  #receive(message: Exclude<FromEngine, { type: 'closed' }>): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if (message.type === 'progress') {
      pending.onProgress?.(message.progress);
      return;
    }
    this.#pending.delete(message.id);
    pending.resolve(message.answer);
  }
}
