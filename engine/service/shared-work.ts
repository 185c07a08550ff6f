import { TickmarkError } from '#shared/model/errors.ts';
import type { WorkOptions } from '#engine/engagement/index.ts';

/** One piece of work for all who ask for its result, whenever they ask. It ends early when nobody waits for it any longer. */
export class SharedWork<T> {
  readonly #askers = new Set<WorkOptions>();
  readonly #aborter = new AbortController();
  readonly #result: Promise<T>;
  #failed = false;

  constructor(start: (work: WorkOptions) => Promise<T>) {
    this.#result = start({
      signal: this.#aborter.signal,
      onProgress: (update) => {
        for (const asker of this.#askers) asker.onProgress?.(update);
      },
    });
    this.#result.catch(() => {
      this.#failed = true;
    });
  }

  /** Whether there is or will be a result to ask for. */
  get sound(): boolean {
    return !this.#failed && !this.#aborter.signal.aborted;
  }

  /** Throws CANCELLED when this asker gives up; the others go on waiting. */
  async ask(work: WorkOptions): Promise<T> {
    const { signal } = work;
    this.#askers.add(work);
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        this.#askers.delete(work);
        if (this.#askers.size === 0) this.#aborter.abort();
        reject(new TickmarkError('CANCELLED', 'it was cancelled'));
      };
    });
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
    try {
      return await Promise.race([this.#result, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#askers.delete(work);
    }
  }
}
