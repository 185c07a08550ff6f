import type { Kind } from './value.ts';

export interface Column {
  name: string;
  type: string;
  kind: Kind;
}

export interface Sort {
  column: number;
  descending: boolean;
}

/** How the rows are laid out: what is left out, in which order, under which headings. */
export interface Arrangement {
  sorts: readonly Sort[];
  /** Column number → what was typed into its filter. */
  filters: ReadonlyMap<number, string>;
  search: string;
  groupBy: number | null;
}

export const AS_READ: Arrangement = { sorts: [], filters: new Map(), search: '', groupBy: null };

/** A line of the table: a row of data, or the heading of a group. */
export type Line =
  | { kind: 'row'; index: number; values: readonly unknown[] }
  | { kind: 'group'; group: number; label: string; count: number; open: boolean };

/** Rows that the table can show, wherever they live. `version` moves whenever anything can have changed. */
export interface RowSource {
  readonly columns: readonly Column[];
  /** Rows before any filter. */
  readonly total: number;
  /** Whether groups can be made of its rows. */
  readonly groups: boolean;
  /** Lines in the present arrangement. */
  readonly count: number;
  /** Rows (not headings) in the present arrangement. */
  readonly rows: number;
  readonly busy: boolean;
  readonly error: { message: string; hint?: string } | null;
  readonly version: number;
  line(at: number): Line | null;
  /** The rows of the present arrangement that are at hand, in order: all of them where they live in the window. */
  all(): Iterable<readonly unknown[]>;
  /** Says which lines are on screen, so that they can be fetched. */
  want(from: number, to: number): void;
  arrange(arrangement: Arrangement): void;
  toggleGroup(group: number): void;
  subscribe(listener: () => void): () => void;
  /** Ends fetching; the engine's result is given back. */
  dispose(): void;
}

/** The bookkeeping that every source shares. */
export class Signal {
  #listeners = new Set<() => void>();
  version = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  fire(): void {
    this.version += 1;
    for (const listener of this.#listeners) listener();
  }
}
