import { layOut, type Group } from './arrange-local.ts';
import { ColumnIndex } from './column-index.ts';
import { AS_READ, type Arrangement, type Column, type Line, type RowSource, Signal } from './rows.ts';

/**
 * Rows held in the window: sorted, filtered and grouped here, at once. Columns are arrays of values, filled
 * page by page. An arrangement made meanwhile is of the rows that were there, and made again when the last page is in.
 */
export class LocalRows implements RowSource {
  readonly columns: readonly Column[];
  readonly groups = true;
  readonly #zone: string;
  readonly #values: unknown[][];
  readonly #signal = new Signal();
  readonly #indexes = new Map<number, ColumnIndex>();
  #arrangement: Arrangement = AS_READ;
  #order: Int32Array | null = null;
  #groups: readonly Group[] | null = null;
  #open = new Set<string>();
  #headings: ReadonlyMap<number, (text: string) => string> = new Map();
  /** First line of each group, and one past the last line. */
  #starts: number[] = [];
  #total = 0;
  /** How many rows there will be, where more are on their way. */
  #expected = 0;
  busy = true;
  error: RowSource['error'] = null;

  constructor(columns: readonly Column[], zone: string) {
    this.columns = columns;
    this.#zone = zone;
    this.#values = columns.map(() => []);
  }

  get total(): number {
    return Math.max(this.#total, this.busy ? this.#expected : 0);
  }

  get rows(): number {
    return this.#order?.length ?? this.#total;
  }
  get count(): number {
    return this.#groups ? (this.#starts.at(-1) ?? 0) : this.rows;
  }
  get version(): number {
    return this.#signal.version;
  }
  get subscribe(): RowSource['subscribe'] {
    return this.#signal.subscribe;
  }

  /** Rows that are still to come with those that are here. */
  expect(total: number): void {
    this.#expected = total;
  }

  /** Takes in rows; `last` says that these were all. */
  add(rows: readonly (readonly unknown[])[], last: boolean): void {
    this.addColumns(
      this.columns.map((_, i) => rows.map((row) => row[i])),
      last,
    );
  }

  /** The same, with the values of each column together. */
  addColumns(columns: readonly (readonly unknown[])[], last: boolean): void {
    this.#values.forEach((held, i) => {
      for (const value of columns[i] ?? []) held.push(value ?? null);
    });
    const added = columns[0]?.length ?? 0;
    this.#total += added;
    if (added > 0) this.#indexes.clear();
    this.busy = !last;
    if (last) this.#lay();
    this.#signal.fire();
  }

  /** How the headings of groups read, by column, where a value is not for reading. */
  nameGroups(headings: ReadonlyMap<number, (text: string) => string>): void {
    this.#headings = headings;
    this.#signal.fire();
  }

  fail(error: NonNullable<RowSource['error']>): void {
    this.error = error;
    this.busy = false;
    this.#signal.fire();
  }

  /** Changes values in place, as after a decision. */
  patch(
    change: (
      row: number,
      get: (column: number) => unknown,
      set: (column: number, value: unknown) => void,
    ) => void,
  ): void {
    const changed = new Set<number>();
    for (let row = 0; row < this.#total; row += 1) {
      change(
        row,
        (column) => this.#values[column]?.[row],
        (column, value) => {
          const values = this.#values[column];
          if (!values) return;
          values[row] = value;
          changed.add(column);
        },
      );
    }
    for (const column of changed) this.#indexes.delete(column);
    if (this.#arrangedBy(changed)) this.#lay();
    this.#signal.fire();
  }

  /** Every row, filters aside. */
  *every(): Iterable<readonly unknown[]> {
    for (let row = 0; row < this.#total; row += 1) yield this.#values.map((column) => column[row]);
  }

  /** Values of one column of the rows in the present arrangement, in order. */
  *shown(column: number): Iterable<unknown> {
    const values = this.#values[column] ?? [];
    for (let at = 0; at < this.rows; at += 1) yield values[this.#order ? this.#order[at]! : at];
  }

  *all(): Iterable<readonly unknown[]> {
    for (let at = 0; at < this.rows; at += 1) {
      const row = this.#order ? this.#order[at]! : at;
      yield this.#values.map((column) => column[row]);
    }
  }

  line(at: number): Line | null {
    if (!this.#groups) return at < this.rows ? this.#row(this.#order ? this.#order[at]! : at) : null;
    const number = this.#groupAt(at);
    const group = this.#groups[number];
    if (!group) return null;
    const within = at - this.#starts[number]!;
    if (within > 0) return this.#row(group.rows[within - 1]!);
    const { label, rows } = group;
    const read = this.#headings.get(this.#arrangement.groupBy ?? -1);
    return {
      kind: 'group',
      group: number,
      label: read?.(label) ?? label,
      count: rows.length,
      open: this.#open.has(label),
    };
  }

  want(): void {}

  arrange(arrangement: Arrangement): void {
    if (arrangement.groupBy !== this.#arrangement.groupBy) this.#open.clear();
    this.#arrangement = arrangement;
    this.#lay();
    this.#signal.fire();
  }

  toggleGroup(number: number): void {
    const label = this.#groups?.[number]?.label;
    if (label === undefined) return;
    if (!this.#open.delete(label)) this.#open.add(label);
    this.#count();
    this.#signal.fire();
  }

  dispose(): void {}

  #row(index: number): Line {
    return { kind: 'row', index, values: this.#values.map((column) => column[index]) };
  }

  /** Whether any of the columns says which rows are shown, and in which order. */
  #arrangedBy(columns: ReadonlySet<number>): boolean {
    const { sorts, filters, search, groupBy } = this.#arrangement;
    if (columns.size > 0 && search.trim() !== '') return true;
    return [...columns].some(
      (column) => filters.has(column) || column === groupBy || sorts.some((sort) => sort.column === column),
    );
  }

  #index(column: number): ColumnIndex {
    let index = this.#indexes.get(column);
    if (!index) {
      index = new ColumnIndex(this.#values[column] ?? [], this.columns[column]?.kind ?? 'text', this.#zone);
      this.#indexes.set(column, index);
    }
    return index;
  }

  #lay(): void {
    const { sorts, filters, search, groupBy } = this.#arrangement;
    if (sorts.length === 0 && filters.size === 0 && search.trim() === '' && groupBy === null) {
      // As they were read: rows that are still to come take their place behind these.
      this.#order = null;
      this.#groups = null;
      return;
    }
    const layout = layOut(
      {
        total: this.#total,
        columns: this.columns,
        cell: (row, column) => this.#values[column]![row],
        index: (column) => this.#index(column),
        zone: this.#zone,
      },
      this.#arrangement,
    );
    this.#order = layout.order;
    this.#groups = layout.groups;
    this.#count();
  }

  #count(): void {
    this.#starts = [0];
    for (const { label, rows } of this.#groups ?? []) {
      this.#starts.push(this.#starts.at(-1)! + 1 + (this.#open.has(label) ? rows.length : 0));
    }
  }

  #groupAt(at: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
