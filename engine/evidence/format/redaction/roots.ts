import { asRecord } from '../dsse.ts';
import { decodeUtf8 } from '../manifest.ts';
import type { Chunks } from '../zip-write.ts';
import { RowHasher } from './row-hasher.ts';
import { type RowShape, scanRows } from './rows.ts';
import { MerkleTree } from './tree.ts';

export const ROOTS_PATH = 'record/redaction-roots.json';
export const SEED_PATH = 'record/redaction-seed.json';

const ROOTS_FORMAT = 'tickmark-redaction-roots/1';
const SEED_FORMAT = 'tickmark-redaction-seed/1';
const SEED_LENGTH = 32;

/** What the preparer signed about one source, so that parts of it can be withheld later. */
export type SourceRoot = RowShape & {
  /** `data/sources/<sha256>/<name>`. */
  readonly path: string;
  readonly rows: number;
  /** Merkle root over the rows, lower-case hex. */
  readonly root: string;
};

/** SHA-256 of a source, from its path in the package; null for other files. */
export function sourceDigest(path: string): string | null {
  return /^data\/sources\/([0-9a-f]{64})\/[^/]+$/.exec(path)?.[1] ?? null;
}

/** Number of rows of a source and the root over them. Throws RangeError as `splitRows` does. */
export async function computeRoot(
  chunks: Chunks,
  shape: RowShape,
  seed: Uint8Array,
  source: string,
): Promise<{ rows: number; root: string }> {
  const tree = new MerkleTree();
  const hasher = new RowHasher(seed, source);
  let rows = 0;
  await scanRows(chunks, shape, (bytes, start, ends) =>
    tree.add(hasher.hashPart(++rows, bytes, start, ends)),
  );
  return { rows, root: Buffer.from(tree.root()).toString('hex') };
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8');
}

export function writeRoots(sources: readonly SourceRoot[]): Uint8Array {
  const list = sources.map(({ path, rows, root, ...shape }) => ({ path, ...shape, rows, root }));
  return json({ format: ROOTS_FORMAT, sources: list });
}

export function writeSeed(seed: Uint8Array): Uint8Array {
  return json({ format: SEED_FORMAT, seed: Buffer.from(seed).toString('hex') });
}

function parse(bytes: Uint8Array, format: string): Record<string, unknown> | null {
  try {
    const document = asRecord(JSON.parse(decodeUtf8(bytes) ?? ''));
    return document?.['format'] === format ? document : null;
  } catch {
    return null;
  }
}

/** The recorded seed; null when the file holds none. */
export function parseSeed(bytes: Uint8Array): Uint8Array | null {
  const seed = parse(bytes, SEED_FORMAT)?.['seed'];
  if (typeof seed !== 'string' || !/^[0-9a-f]+$/.test(seed)) return null;
  const raw = Buffer.from(seed, 'hex');
  return raw.byteLength === SEED_LENGTH ? raw : null;
}

/** The signed roots; null when the file is none of this format. */
export function parseRoots(bytes: Uint8Array): SourceRoot[] | null {
  const list = parse(bytes, ROOTS_FORMAT)?.['sources'];
  if (!Array.isArray(list)) return null;
  const roots: SourceRoot[] = [];
  for (const item of list) {
    const { path, shape, delimiter, rows, root } = asRecord(item) ?? {};
    const sound =
      typeof path === 'string' &&
      sourceDigest(path) !== null &&
      typeof rows === 'number' &&
      Number.isSafeInteger(rows) &&
      typeof root === 'string' &&
      /^[0-9a-f]{64}$/.test(root);
    if (!sound || roots.some((known) => known.path === path)) return null;
    if (shape === 'lines') roots.push({ path, shape, rows, root });
    else if (shape === 'delimited' && typeof delimiter === 'string' && /^[\t -~]$/.test(delimiter))
      roots.push({ path, shape, delimiter, rows, root });
    else return null;
  }
  return roots;
}
