import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../file/receive.ts';

/** Milliseconds of work in one go: progress is told and a cancellation is heard in between. */
const TURN_MS = 50;

/** Divides long work in memory into turns. */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Carries out the steps to their end and answers what they come to. Throws CANCELLED. */
  async all<T>(steps: Iterator<void, T>): Promise<T> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (performance.now() - this.#since > TURN_MS) await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    await setImmediate();
    throwIfCancelled(this.#signal);
    this.#since = performance.now();
  }
}
