import type { Answer, ErrorEnvelope } from './types.ts';

export interface State<T> {
  value: T | null;
  error: ErrorEnvelope | null;
  pending: boolean;
}

interface Kept {
  state: State<unknown>;
  /** The state of the engagement that it was asked at. */
  revision: number;
}

const UNASKED: State<never> = { value: null, error: null, pending: true };
const KEPT = 80;

/**
 * What the engine answered, by question: places that ask the same share the answer, and going back to a place shows
 * what was there. An answer is asked for again when the engagement has changed; the old one stays until then.
 */
export class Answers {
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get<T>(key: string): State<T> {
    return (this.#kept.get(key)?.state as State<T> | undefined) ?? UNASKED;
  }

  async ask(key: string, revision: number, question: () => Promise<Answer<unknown>>): Promise<void> {
    const before = this.#kept.get(key);
    if (before?.revision === revision) return;
    const kept: Kept = { state: { ...(before?.state ?? UNASKED), pending: true }, revision };
    this.#keep(key, kept);
    let answer = await question();
    // An engine that ended under a question is there again for the next one, and a question changes nothing.
    if (!answer.ok && answer.error.code === 'INTERNAL' && this.#kept.get(key) === kept)
      answer = await question();
    // Asked again meanwhile, or forgotten: this answer is of the past.
    if (this.#kept.get(key) !== kept) return;
    const state: State<unknown> = answer.ok
      ? { value: answer.value, error: null, pending: false }
      : { value: null, error: answer.error, pending: false };
    this.#keep(key, { state, revision });
  }

  /** Asks again although nothing has changed. */
  again(key: string, question: () => Promise<Answer<unknown>>): void {
    const before = this.#kept.get(key);
    if (!before) return;
    const { revision } = before;
    this.#kept.set(key, { ...before, revision: Number.NaN });
    void this.ask(key, revision, question);
  }

  clear(): void {
    this.#kept.clear();
    this.#fire();
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    this.#fire();
  }

  #fire(): void {
    for (const listener of this.#listeners) listener();
  }
}
