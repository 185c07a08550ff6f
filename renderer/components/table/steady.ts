import type { Line, RowSource } from '../../data/rows.ts';

/** Lines that were drawn lately. */
const KEPT = 500;

/** The lines of a source as the same objects until the source changes: what did not change is not drawn again. */
export class SteadyLines {
  readonly #lines = new Map<number, Line | null>();
  #source: RowSource | null = null;
  #version = 0;

  at(source: RowSource, index: number): Line | null {
    if (source !== this.#source || source.version !== this.#version || this.#lines.size > KEPT) {
      this.#lines.clear();
      this.#source = source;
      this.#version = source.version;
    }
    const known = this.#lines.get(index);
    if (known !== undefined) return known;
    const line = source.line(index);
    this.#lines.set(index, line);
    return line;
  }
}

/** A list of numbers as the same object until one of them changes. */
export class SteadyList {
  #last: readonly number[] = [];

  of(list: readonly number[]): readonly number[] {
    const same = list.length === this.#last.length && list.every((n, at) => n === this.#last[at]);
    if (!same) this.#last = list;
    return this.#last;
  }
}
