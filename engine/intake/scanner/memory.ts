import { type CompiledWasm, compileWasm, instantiateWasm } from '#engine/integrity/scanner/web-assembly.ts';
import { LINE_SCANNER_WASM } from './generated.ts';
import { CAPACITY, FACTS, INPUT } from './layout.ts';

/** What source/index.as exports. */
export interface ScannerExports {
  memory: { buffer: ArrayBuffer };
  reset(): void;
  addName(list: number, length: number, inside: number): boolean;
  pass(from: number, to: number): number;
  passRecords(from: number, to: number, delimiter: number, width: number): number;
}

let compiled: CompiledWasm | null = null;

function scannerModule(): CompiledWasm {
  compiled ??= compileWasm(Uint8Array.from(atob(LINE_SCANNER_WASM), (c) => c.charCodeAt(0)));
  return compiled;
}

/** A scanner with memory of its own, into which stretches of a file's bytes are brought. */
export class ScannerMemory {
  readonly exports: ScannerExports;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly facts: Int32Array;
  #held: Uint8Array | null = null;
  #from = 0;
  #to = 0;

  constructor() {
    this.exports = instantiateWasm<ScannerExports>(scannerModule());
    const { buffer } = this.exports.memory;
    this.bytes = new Uint8Array(buffer);
    this.facts = new Int32Array(buffer, FACTS, 4);
  }

  /** What was brought in is not what the caller's bytes are now. */
  forget(): void {
    this.#held = null;
  }

  /**
   * Runs `pass` over `held` from `start` on, up to `end`, and returns where it stopped. `cut`: where a stretch that is
   * too long to be taken at once may end, or -1.
   */
  over(
    held: Uint8Array,
    start: number,
    end: number,
    pass: (from: number, to: number) => number,
    cut: (from: number, reach: number) => number,
  ): number {
    let at = start;
    while (at < end) {
      if (held !== this.#held || at < this.#from || at >= this.#to) {
        const to = cut(at, Math.min(end, at + CAPACITY));
        if (to <= at) return at;
        this.bytes.set(held.subarray(at, to), INPUT);
        this.#held = held;
        this.#from = at;
        this.#to = to;
      }
      const stopped = this.#from + pass(at - this.#from, this.#to - this.#from);
      if (stopped < this.#to) return stopped;
      at = stopped;
    }
    return at;
  }
}
