import { ScannerMemory } from './memory.ts';

/** Passes over the sound, regular records of a table; on any other one it decides nothing. */
export class RecordPasser {
  readonly #memory = new ScannerMemory();
  /** Records that were passed over. */
  records = 0;
  /** Bytes of the widest of them, without its line end. */
  widest = 0;
  /** Spaces beside delimiters. */
  padded = false;
  lf = false;
  crlf = false;

  /** The bytes that `pass` is called with have changed. */
  forget(): void {
    this.#memory.forget();
  }

  /**
   * Start of the first record from `start` on that is broken, not of `width` values, blank, odd in its quotes, or cut
   * off at `end`.
   */
  pass(held: Uint8Array, start: number, end: number, delimiter: number, width: number): number {
    const pass = (from: number, to: number) => {
      const stopped = this.#memory.exports.passRecords(from, to, delimiter, width);
      const [records = 0, widest = 0, padded = 0, ends = 0] = this.#memory.facts;
      this.records += records;
      this.widest = Math.max(this.widest, widest);
      this.padded ||= padded === 1;
      this.lf ||= (ends & 1) !== 0;
      this.crlf ||= (ends & 2) !== 0;
      return stopped;
    };
    return this.#memory.over(held, start, end, pass, (_from, reach) => reach);
  }
}
