import { TickmarkError } from '#shared/model/errors.ts';

const LF = 10;
const CR = 13;
/** No reader takes a first line this long, unless it is one JSON document. */
const LONGEST_FIRST_LINE = 64 * 2 ** 20;
const LONGEST_DOCUMENT = 2 ** 30;

/**
 * Watches a text as it comes in for a first line without an end, so that a memory image of many gigabytes is refused
 * at its beginning and not after it was copied whole.
 */
export class LineWatch {
  #ended = false;
  #seen = 0;
  #document: boolean | null = null;

  /** Throws FILE_TOO_COMPLEX. */
  push(chunk: Buffer): void {
    if (this.#ended) return;
    this.#seen += chunk.length;
    if (this.#document === null) {
      const first = chunk.find((byte) => byte > 32 && byte < 0x80);
      if (first !== undefined) this.#document = first === 0x7b || first === 0x5b;
    }
    if (chunk.includes(LF) || chunk.includes(CR)) this.#ended = true;
    else if (this.#seen > (this.#document ? LONGEST_DOCUMENT : LONGEST_FIRST_LINE)) {
      throw new TickmarkError(
        'FILE_TOO_COMPLEX',
        `the first line does not end within ${Math.floor(this.#seen / 2 ** 20)} MB`,
        { hint: 'A table has many short lines. Check that this is the right file and not a memory image.' },
      );
    }
  }
}
