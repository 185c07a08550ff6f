import { TickmarkError } from '#shared/model/errors.ts';
import {
  computeRoot,
  ROOTS_PATH,
  SEED_PATH,
  sourceDigest,
  type SourceRoot,
  writeRoots,
  writeSeed,
} from '../format/redaction/roots.ts';
import { guessDelimiter, type RowShape } from '../format/redaction/rows.ts';
import type { Chunks } from '../format/zip-write.ts';
import { openOrigin, type PayloadEntry } from './payload.ts';

export interface RedactionRecord {
  /** record/redaction-roots.json and record/redaction-seed.json. */
  entries: PayloadEntry[];
  /** Paths of the sources of which rows and cells can be withheld. */
  byCells: string[];
  /** Paths of those that can only be withheld as a whole. */
  asWhole: string[];
}

export interface RedactionInput {
  /** Entries under `data/sources/`. */
  sources: readonly PayloadEntry[];
  /** Delimited text, text by lines, or null for what is no text by rows. */
  shapeOf(path: string): RowShape['shape'] | null;
  /** 32 random bytes. */
  seed: Uint8Array;
  signal?: AbortSignal | undefined;
  onSource?(done: number): void;
}

/** Merkle roots over the rows and cells of the sources, to be signed, with the seed of their salts. */
export async function redactionRecord(input: RedactionInput): Promise<RedactionRecord> {
  const { sources, seed, signal } = input;
  const roots: SourceRoot[] = [];
  const asWhole: string[] = [];
  for (const [index, entry] of sources.entries()) {
    const root = await sourceRoot(entry, input);
    if (root === null) asWhole.push(entry.path);
    else roots.push(root);
    input.onSource?.(index + 1);
    if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The package was not written');
  }
  return {
    entries: [
      { path: ROOTS_PATH, bytes: writeRoots(roots) },
      { path: SEED_PATH, bytes: writeSeed(seed) },
    ],
    byCells: roots.map(({ path }) => path),
    asWhole,
  };
}

async function sourceRoot(entry: PayloadEntry, input: RedactionInput): Promise<SourceRoot | null> {
  const digest = sourceDigest(entry.path);
  const kind = input.shapeOf(entry.path);
  if (digest === null || kind === null) return null;
  const open = async () => watched((await openOrigin(entry.path, entry)).chunks, input.signal);
  let shape: RowShape = { shape: 'lines' };
  if (kind === 'delimited')
    shape = { shape: 'delimited', delimiter: guessDelimiter(await head(await open())) };
  try {
    const { rows, root } = await computeRoot(await open(), shape, input.seed, digest);
    return { path: entry.path, ...shape, rows, root };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

async function head(chunks: Chunks): Promise<Uint8Array> {
  for await (const chunk of chunks) if (chunk.byteLength > 0) return Buffer.from(chunk);
  return new Uint8Array();
}

async function* watched(chunks: Chunks, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The package was not written');
    yield chunk;
  }
}
