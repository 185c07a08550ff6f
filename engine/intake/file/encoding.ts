import { isAscii, isUtf8 } from 'node:buffer';
import { STATED_ENCODINGS, type StatedEncoding } from '#shared/model/code-pages.ts';
import { TickmarkError } from '#shared/model/errors.ts';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252' | StatedEncoding;

/** A name as a code page that can be stated; null = it is none. */
export function statedEncoding(name: string | null): StatedEncoding | null {
  return STATED_ENCODINGS.find((known) => known === name) ?? null;
}

/** The code page of that name. Throws BAD_ARGUMENT. */
export function requireEncoding(name: string): StatedEncoding {
  const found = statedEncoding(name.toLowerCase());
  if (found !== null) return found;
  throw new TickmarkError('BAD_ARGUMENT', `${name} is no code page that can be stated`, {
    hint: `UTF-8, UTF-16 and Windows-1252 are found by themselves; stated can be ${STATED_ENCODINGS.join(', ')}.`,
  });
}

/** So many bytes tell whether every other one is NUL. */
const WIDE_FROM = 16;

/** The byte order of a UTF-16 text without a mark, which begins with ASCII characters; null = it is none. */
function wideOrder(start: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (start.length < WIDE_FROM) return null;
  const pairs = Array.from({ length: WIDE_FROM / 2 }, (_, i) => [start[i * 2]!, start[i * 2 + 1]!] as const);
  if (pairs.every(([low, high]) => low !== 0 && high === 0)) return 'utf-16le';
  return pairs.every(([high, low]) => high === 0 && low !== 0) ? 'utf-16be' : null;
}

/** Bytes that Windows-1252 leaves undefined. */
const UNDEFINED_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** Length of the well-formed UTF-8 sequence at `at`, 0 if there is none, -1 if the bytes end inside one. */
function sequence(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  const length =
    first < 0x80
      ? 1
      : first >= 0xc2 && first < 0xe0
        ? 2
        : first >= 0xe0 && first < 0xf0
          ? 3
          : first >= 0xf0 && first < 0xf5
            ? 4
            : 0;
  if (length === 0) return 0;
  for (let i = 1; i < length; i += 1) {
    const next = bytes[at + i];
    if (next === undefined) return -1;
    if (next < 0x80 || next > 0xbf) return 0;
  }
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

/** Learns from the bytes as they stream past how a text file is encoded. */
export class EncodingProbe {
  #start = Buffer.alloc(0);
  #carry = Buffer.alloc(0);
  #seen = 0;
  #multibyte = false;
  #firstBad = -1;
  #only1252 = true;
  #nul = -1;
  #newlines = 0;
  #badLine = 0;

  /** Throws FILE_BINARY as soon as it is certain. */
  push(chunk: Buffer): void {
    if (this.#start.length < WIDE_FROM)
      this.#start = Buffer.concat([this.#start, chunk.subarray(0, WIDE_FROM)]).subarray(0, WIDE_FROM);
    if (this.#nul < 0) {
      const nul = chunk.indexOf(0);
      if (nul >= 0) {
        this.#nul = this.#seen + nul;
        // Nothing that follows can make a text of it: the rest need not be read.
        if (!this.#isWide()) throw this.#binary();
      }
    }
    if (isAscii(chunk) && this.#carry.length === 0) this.#countLines(chunk);
    else this.#pushBytes(this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]), false);
    this.#seen += chunk.length;
  }

  /** A byte order mark of UTF-16 or UTF-32 begins it, or every other of its first bytes is NUL. */
  #isWide(): boolean {
    const [a, b] = this.#start;
    return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || wideOrder(this.#start) !== null;
  }

  #binary(): TickmarkError {
    return new TickmarkError(
      'FILE_BINARY',
      `the file holds a NUL byte at position ${this.#nul}: it is no text`,
      {
        hint: 'Ask for it as CSV, JSON, YAML or XLSX, saved as UTF-8.',
      },
    );
  }

  #countLines(bytes: Buffer): void {
    if (this.#firstBad >= 0) return;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) this.#newlines += 1;
  }

  #pushBytes(bytes: Buffer, last: boolean): void {
    const base = this.#seen - this.#carry.length;
    this.#carry = Buffer.alloc(0);
    let from = 0;
    // Whole chunks are checked natively; only their last few bytes may be an unfinished character.
    for (let cut = 0; cut < 4 && cut < bytes.length && this.#firstBad < 0; cut += 1) {
      const head = bytes.subarray(0, bytes.length - cut);
      if (!isUtf8(head)) continue;
      this.#multibyte ||= !isAscii(head);
      this.#countLines(head);
      from = head.length;
      break;
    }
    while (from < bytes.length) {
      const length = sequence(bytes, from);
      if (length === -1 && !last) {
        this.#carry = Buffer.from(bytes.subarray(from));
        return;
      }
      if (length > 0) {
        this.#multibyte ||= length > 1;
        if (bytes[from] === 10 && this.#firstBad < 0) this.#newlines += 1;
        from += length;
      } else {
        if (this.#firstBad < 0) {
          this.#firstBad = base + from;
          this.#badLine = this.#newlines + 1;
        }
        if (UNDEFINED_1252.has(bytes[from]!)) this.#only1252 = false;
        from += 1;
      }
    }
  }

  /**
   * The encoding, or FILE_ENCODING with the place of the first offending byte. Call once, at the end. `stated`: the code
   * page of texts whose bytes do not tell theirs.
   */
  finish(stated: StatedEncoding | null = null): Encoding {
    if (this.#carry.length > 0) this.#pushBytes(this.#carry, true);
    const [a, b, c, d] = this.#start;
    if (a === 0xff && b === 0xfe && c === 0 && d === 0) {
      throw new TickmarkError('FILE_ENCODING', 'the file is UTF-32', {
        hint: 'Save it as UTF-8 and import it again.',
      });
    }
    if (a === 0xff && b === 0xfe) return 'utf-16le';
    if (a === 0xfe && b === 0xff) return 'utf-16be';
    const wide = wideOrder(this.#start);
    if (wide !== null) return wide;
    if (this.#firstBad < 0) return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8-bom' : 'utf-8';
    if (stated !== null) return stated;
    // A text that is UTF-8 in other places is damaged, not written in another code page.
    if (!this.#multibyte && this.#only1252) return 'windows-1252';
    throw new TickmarkError(
      'FILE_ENCODING',
      `invalid UTF-8 at byte ${this.#firstBad}, line ${this.#badLine}`,
      {
        hint: 'Ask for the export again, saved as UTF-8: it is in a code page of its own, which can be stated (--encoding), or characters of it were damaged on the way.',
      },
    );
  }
}

/** Decoder of a text as UTF-8 without its byte order mark. Throws TypeError on what the encoding does not allow. */
export function textDecoder(encoding: Encoding): InstanceType<typeof TextDecoder> {
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { fatal: true });
}
