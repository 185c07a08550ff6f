import type { ChunkRows } from './chunk-facts.ts';
import { IdSet } from './id-set.ts';

const MOST_RUNS = 64;
/** Numbers of so many digits are exact. */
const MOST_DIGITS = 15;

/** Ids that count up one by one: a common beginning, then `from` to `to` in `digits` digits with leading zeros. */
interface Run {
  beginning: string;
  digits: number;
  from: number;
  to: number;
}

function digitsAtEnd(id: string): number {
  let start = id.length;
  while (start > 0 && id.charCodeAt(start - 1) >= 48 && id.charCodeAt(start - 1) <= 57) start--;
  return Math.min(id.length - start, MOST_DIGITS);
}

/**
 * The ids of a chain. As long as they are numbers that count up in a few runs, they take no memory each; otherwise they
 * go into a set.
 */
export class IdRegister {
  private readonly runs: Run[] = [];
  private set: IdSet | null = null;

  /** Adds the id; true when it was there already. */
  add(id: string): boolean {
    if (this.set !== null) return this.set.add(id);
    const digits = digitsAtEnd(id);
    if (digits > 0) {
      const beginning = id.slice(0, id.length - digits);
      const number = Number(id.slice(id.length - digits));
      if (this.holds(beginning, digits, number)) return true;
      const last = this.runs.at(-1);
      if (last?.beginning === beginning && last.digits === digits && last.to + 1 === number) {
        last.to = number;
        return false;
      }
      if (this.runs.length < MOST_RUNS) {
        this.runs.push({ beginning, digits, from: number, to: number });
        return false;
      }
    }
    this.set = this.spread();
    return this.set.add(id);
  }

  /** The same for the id of a row. */
  addRow(rows: ChunkRows, row: number): boolean {
    if (this.set !== null) return this.set.addHashed(rows.idLow(row), rows.idHigh(row));
    const [only] = this.runs;
    if (this.runs.length === 1 && rows.hasIdNumber(row, only!.beginning, only!.digits, only!.to + 1)) {
      only!.to++;
      return false;
    }
    return this.add(rows.id(row)!);
  }

  private holds(beginning: string, digits: number, number: number): boolean {
    return this.runs.some(
      (run) => run.from <= number && number <= run.to && run.digits === digits && run.beginning === beginning,
    );
  }

  /** All ids so far as a set. */
  private spread(): IdSet {
    const set = new IdSet();
    for (const { beginning, digits, from, to } of this.runs) {
      for (let number = from; number <= to; number++)
        set.add(beginning + String(number).padStart(digits, '0'));
    }
    this.runs.length = 0;
    return set;
  }
}
