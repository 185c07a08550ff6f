import { type Arrangement, type Line, type RowSource, Signal } from './rows.ts';

/** Rows of one part: browsers draw nothing beyond some 33 million pixels, which is 1.2 million lines. */
export const PART = 1_000_000;

/** A source of any size in parts that can be scrolled; order and filters are those of the whole. */
export class PartRows implements RowSource {
  readonly #whole: RowSource;
  readonly #size: number;
  readonly #signal = new Signal();
  #part = 0;

  constructor(whole: RowSource, size: number = PART) {
    this.#whole = whole;
    this.#size = size;
  }

  get columns(): RowSource['columns'] {
    return this.#whole.columns;
  }
  get total(): number {
    return this.#whole.total;
  }
  get groups(): boolean {
    return this.#whole.groups;
  }
  get rows(): number {
    return this.#whole.rows;
  }
  get busy(): boolean {
    return this.#whole.busy;
  }
  get error(): RowSource['error'] {
    return this.#whole.error;
  }
  get version(): number {
    return this.#whole.version + this.#signal.version;
  }

  /** Lines of all parts. */
  get whole(): number {
    return this.#whole.count;
  }
  get parts(): number {
    return Math.max(1, Math.ceil(this.#whole.count / this.#size));
  }
  /** From 0; fewer rows than before can have done away with the part that was shown. */
  get part(): number {
    return Math.min(this.#part, this.parts - 1);
  }
  /** The first line of the part, and the first one after it. */
  get from(): number {
    return this.part * this.#size;
  }
  get to(): number {
    return Math.min(this.from + this.#size, this.#whole.count);
  }
  get count(): number {
    return this.to - this.from;
  }

  show(part: number): void {
    this.#part = part;
    this.#signal.fire();
  }

  line(at: number): Line | null {
    return this.#whole.line(this.from + at);
  }

  all(): Iterable<readonly unknown[]> {
    return this.#whole.all();
  }

  want(from: number, to: number): void {
    this.#whole.want(this.from + from, this.from + to);
  }

  arrange(arrangement: Arrangement): void {
    this.#part = 0;
    this.#whole.arrange(arrangement);
  }

  toggleGroup(group: number): void {
    this.#whole.toggleGroup(group);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const ends = [this.#whole.subscribe(listener), this.#signal.subscribe(listener)];
    return () => {
      for (const end of ends) end();
    };
  };

  dispose(): void {
    this.#whole.dispose();
  }
}
