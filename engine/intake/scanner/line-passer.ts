import { LONGEST_NAME, NEW_NAME } from './layout.ts';
import { ScannerMemory } from './memory.ts';

const LF = 10;

/**
 * Passes over lines that are one JSON object each, of names that were learned before, none stated twice in the record
 * itself. It decides nothing on any other line: that has to be read by JSON.parse.
 */
export class LinePasser {
  readonly #memory = new ScannerMemory();
  readonly #learned = new Map<string, number>();
  readonly #lists = new Map<string, number>();

  constructor() {
    this.#memory.exports.reset();
  }

  /** Lines that were passed over. */
  get records(): number {
    return this.#memory.facts[0]!;
  }

  /** Bytes of the widest of them, without its line end. */
  get widest(): number {
    return this.#memory.facts[1]!;
  }

  /** How they end: true = with a carriage return before the line feed. */
  get ends(): boolean[] {
    return [false, true].filter((crlf) => (this.#memory.facts[2]! & (crlf ? 2 : 1)) !== 0);
  }

  /** Learns names by list, as `KeyLists` has them; the first list is that of the records. Returns whether any was new. */
  learn(lists: ReadonlyMap<string, readonly string[]>): boolean {
    const { exports, bytes } = this.#memory;
    for (const list of lists.keys()) if (!this.#lists.has(list)) this.#lists.set(list, this.#lists.size);
    let learned = false;
    for (const [list, names] of lists) {
      for (const name of names) {
        const key = `${list}>${name}`;
        const inside = this.#lists.get(key) ?? -1;
        if (this.#learned.get(key) === inside) continue;
        this.#learned.set(key, inside);
        const text = Buffer.from(name, 'utf8');
        if (text.length > LONGEST_NAME) continue;
        bytes.set(text, NEW_NAME);
        if (exports.addName(this.#lists.get(list)!, text.length, inside)) learned = true;
      }
    }
    return learned;
  }

  /** Start of the first line from `start` on that is not ordinary, or of what follows the last line feed of `held`. */
  pass(held: Uint8Array, start: number): number {
    return this.#memory.over(
      held,
      start,
      held.length,
      (from, to) => this.#memory.exports.pass(from, to),
      (_from, reach) => held.lastIndexOf(LF, reach - 1) + 1,
    );
  }
}
