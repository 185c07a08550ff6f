import type { Chunks } from '../../format/zip-write.ts';

type Path = readonly (string | number)[];

/** Of a document so much is held in memory at most: an entry of its long list, or all the rest of it. */
const MOST = 256 << 20;
const PIECE = 256 << 10;

/** What is said of a document behind its path. */
export class UnfitDocument extends Error {}
export class LargeDocument extends Error {}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a JSON document in the written form (two spaces of indentation, one line end) without holding it all: entries of
 * the list at `list` go to `onEntries` some at a time. Answers the document with that list cut down to its first entry.
 * Throws UnfitDocument for what is no JSON or not in the written form, in which each member is stated once and each
 * number in one way, so that every program reads the same in it; LargeDocument for what would need too much memory.
 */
export async function readDocument(
  chunks: Chunks,
  list: Path | null,
  onEntries: (entries: readonly unknown[]) => void,
): Promise<unknown> {
  const cutter = list === null ? null : listCutter(list, onEntries);
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    // The piece of memory may be filled again for the next chunk.
    const rest = cutter === null ? Buffer.from(chunk) : cutter.take(chunk);
    size += rest.byteLength;
    if (size > MOST) throw new LargeDocument();
    kept.push(rest);
  }
  if (cutter !== null) kept.push(cutter.end());
  const document = parseWritten(decode(Buffer.concat(kept)), 0);
  cutter?.putFirst(document);
  return document;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UnfitDocument('is not UTF-8');
  }
}

/** Parses a whole document, or the entries of a list that stand `depth` levels deep in one. */
function parseWritten(text: string, depth: number): unknown {
  const levels = Array.from({ length: depth }, (_, level) => '  '.repeat(level));
  const opening = levels.map((indent) => `${indent}[\n`).join('');
  const closing = levels.map((indent) => `\n${indent}]`).reverse();
  const framed = depth === 0 ? text : `${opening}${text}${closing.join('')}\n`;
  let value: unknown;
  let written: string;
  try {
    value = JSON.parse(framed);
    written = `${JSON.stringify(value, null, 2)}\n`;
  } catch {
    throw new UnfitDocument('is no JSON that can be read');
  }
  if (written !== framed)
    throw new UnfitDocument(
      'is not in the written form: indented by two spaces, each member stated once, each number in one way',
    );
  for (let level = 1; level < depth; level += 1) value = (value as unknown[])[0];
  return value;
}

/** Cuts the entries of one list out of a document while its bytes go by. */
function listCutter(list: Path, onEntries: (entries: readonly unknown[]) => void) {
  const indent = '  '.repeat(list.length);
  const opens = Buffer.from(`\n${indent}${JSON.stringify(list.at(-1))}: [\n`);
  const closes = Buffer.from(`\n${indent}]`);
  const between = Buffer.from(`\n${indent}  },\n`);
  const nothing = Buffer.alloc(0);
  let state: 'before' | 'inside' | 'behind' = 'before';
  let held: Buffer = nothing;
  /** So far the bytes held do not begin what is looked for. */
  let searched = 0;
  let first: unknown[] | null = null;

  const entries = (bytes: Uint8Array) => {
    const found = parseWritten(decode(bytes), list.length + 1) as unknown[];
    first ??= found.slice(0, 1);
    onEntries(found);
  };

  const find = (mark: Buffer): number => {
    const found = held.indexOf(mark, searched);
    searched = found === -1 ? Math.max(0, held.byteLength - mark.byteLength) : 0;
    return found;
  };

  return {
    /** Answers what belongs to the rest of the document. */
    take(chunk: Uint8Array): Uint8Array {
      if (state === 'behind') return Buffer.from(chunk);
      held = Buffer.concat([held, chunk]);
      let before: Uint8Array = nothing;
      if (state === 'before') {
        const start = find(opens);
        if (start === -1) return this.small();
        before = held.subarray(0, start + opens.byteLength - 1);
        held = held.subarray(start + opens.byteLength);
        state = 'inside';
      }
      const end = find(closes);
      if (end !== -1) {
        entries(held.subarray(0, end));
        const behind = held.subarray(end + closes.byteLength - 1);
        state = 'behind';
        held = nothing;
        return Buffer.concat([before, behind]);
      }
      const cut = held.byteLength < PIECE ? -1 : held.lastIndexOf(between);
      if (cut !== -1) {
        entries(held.subarray(0, cut + between.byteLength - ',\n'.length));
        held = held.subarray(cut + between.byteLength);
        searched = Math.max(0, held.byteLength - closes.byteLength);
      }
      this.small();
      return before;
    },

    small(): Uint8Array {
      if (held.byteLength > MOST) throw new LargeDocument();
      return nothing;
    },

    end(): Uint8Array {
      if (state === 'inside') throw new UnfitDocument('is no JSON that can be read');
      return held;
    },

    /** A list that must not be empty is not, then. */
    putFirst(document: unknown): void {
      if (first === null) return;
      let place = document;
      for (const step of list) place = (place as Record<string | number, unknown> | undefined)?.[step];
      if (!Array.isArray(place) || place.length > 0)
        throw new UnfitDocument(`does not have its ${list.at(-1)} where they belong`);
      place.push(...first);
    },
  };
}
