import { type Kind, showValue } from './value.ts';

/** Rank of each row's value in its column; equal values have one rank, missing ones the rank after the last. */
export interface Ranks {
  of: Int32Array;
  /** Rank of what is missing. */
  missing: number;
}

/** What one column of held rows is sorted and searched by, worked out when it is first asked for. */
export class ColumnIndex {
  readonly #kind: Kind;
  readonly #zone: string;
  readonly #values: readonly unknown[];
  #ranks: Ranks | null = null;
  #texts: (string | null)[] | null = null;

  constructor(values: readonly unknown[], kind: Kind, zone: string) {
    this.#values = values;
    this.#kind = kind;
    this.#zone = zone;
  }

  get ranks(): Ranks {
    this.#ranks ??= rank(this.#values, this.#kind);
    return this.#ranks;
  }

  /** What is shown, in lower case; null where nothing is. */
  get texts(): readonly (string | null)[] {
    this.#texts ??= this.#values.map((value) =>
      value === null || value === undefined || value === ''
        ? null
        : showValue(value, this.#kind, this.#zone).toLowerCase(),
    );
    return this.#texts;
  }
}

function rank(values: readonly unknown[], kind: Kind): Ranks {
  const codes = new Int32Array(values.length);
  const found = new Map<unknown, number>();
  const distinct: unknown[] = [];
  values.forEach((value, row) => {
    if (value === null || value === undefined) {
      codes[row] = -1;
      return;
    }
    const key = keyOf(value, kind);
    let code = found.get(key);
    if (code === undefined) {
      code = distinct.length;
      found.set(key, code);
      distinct.push(key);
    }
    codes[row] = code;
  });
  const order = Uint32Array.from(distinct.keys()).sort((a, b) => compareKeys(distinct[a], distinct[b], kind));
  const ranks = new Int32Array(distinct.length);
  let next = 0;
  order.forEach((code, at) => {
    if (at > 0 && compareKeys(distinct[order[at - 1]!], distinct[code], kind) !== 0) next += 1;
    ranks[code] = next;
  });
  const missing = next + 1;
  return { of: codes.map((code) => (code < 0 ? missing : ranks[code]!)), missing };
}

/** What makes two values the same in order: text by letter, case aside. */
function keyOf(value: unknown, kind: Kind): unknown {
  if (typeof value === 'bigint' || typeof value === 'number' || kind === 'number') return value;
  return String(value).toLowerCase();
}

/** Numbers by size (exact for bigint and decimals within a double), text by code unit. */
function compareKeys(a: unknown, b: unknown, kind: Kind): number {
  if (typeof a === 'string' && typeof b === 'string' && kind !== 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (kind === 'number' || typeof a === 'number') return Number(a) - Number(b) || 0;
  return String(a) < String(b) ? -1 : 1;
}
