// Stands in the place of node:zlib in the page: the names that the verifier imports, and no others.
import { Inflate } from 'fflate';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return ~value >>> 0;
}

/** Chunks that may wait to be taken before the writer has to pause. */
const WAITING = 8;

/** Raw deflate as a stream of the kind that `readEntry` writes to and reads from. */
class InflateRaw {
  readonly #waiting: Uint8Array[] = [];
  readonly #inflate = new Inflate((chunk) => this.#waiting.push(chunk));
  #ended = false;
  #error: Error | null = null;
  #wake: () => void = () => {};
  #drained: () => void = () => {};

  write(chunk: Uint8Array): boolean {
    this.#push(chunk, false);
    return this.#waiting.length < WAITING;
  }

  end(): void {
    this.#push(new Uint8Array(), true);
    this.#ended = true;
    this.#wake();
  }

  once(_event: 'drain', callback: () => void): void {
    this.#drained = callback;
  }

  destroy(error: Error): void {
    this.#error = error;
    this.#wake();
  }

  #push(chunk: Uint8Array, last: boolean): void {
    try {
      this.#inflate.push(chunk, last);
    } catch (error) {
      this.#error = error as Error;
    }
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) {
        if (this.#waiting.length < WAITING) this.#drained();
        if (chunk.byteLength > 0) yield chunk;
      } else if (this.#error !== null) throw this.#error;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

export function createInflateRaw(): InflateRaw {
  return new InflateRaw();
}
