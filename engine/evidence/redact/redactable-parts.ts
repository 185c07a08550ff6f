import { basename } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { openSource } from '../format/byte-source.ts';
import { type OpenedPackage, openPackage } from '../format/open-package.ts';
import { compareBytes } from '../format/paths.ts';
import {
  parseRoots,
  ROOTS_PATH,
  SEED_PATH,
  sourceDigest,
  type SourceRoot,
} from '../format/redaction/roots.ts';
import { readEntry } from '../format/zip-read.ts';
import { cellText } from './choose-cells.ts';
import { firstRows } from './redact-source.ts';
import { DEFAULT_KEEP } from './redact-package.ts';

/** A source of which rows and cells can be withheld. */
export interface RedactableSource {
  path: string;
  name: string;
  sha256: string;
  rows: number;
  /** Its first rows as a person reads them; lines are rows of one cell. */
  head: string[][];
  /** Rows have cells: columns can be chosen. */
  cells: boolean;
}

export interface RedactableParts {
  sources: RedactableSource[];
  /** Files that can be handed on or withheld as a whole only, in order of path. */
  whole: { path: string; size: number; always: boolean }[];
}

const SHOWN_ROWS = 5;
const SHOWN_TEXT = 200;

/**
 * What of a package can be withheld, so that somebody can choose. Nothing is verified here; redacting does that.
 * Throws PACKAGE_INVALID when the package was not built to be redacted.
 */
export async function redactableParts(file: string): Promise<RedactableParts> {
  const opened = await openPackage(await openSource(file));
  try {
    return await parts(file, opened);
  } finally {
    await opened.source.close();
  }
}

async function parts(file: string, opened: OpenedPackage): Promise<RedactableParts> {
  const prepared = opened.files.has(ROOTS_PATH) && opened.files.has(SEED_PATH);
  const roots = prepared ? parseRoots(await opened.readSmall(ROOTS_PATH)) : null;
  if (roots === null) {
    throw new TickmarkError('PACKAGE_INVALID', `${basename(file)} was not built to be redacted`, {
      hint: 'Build it so that it can be; what its preparer did not prepare for cannot be added later.',
    });
  }
  const known = roots.filter(({ path }) => opened.files.has(path));
  const byCells = new Set(known.map(({ path }) => path));
  const sources: RedactableSource[] = [];
  for (const root of [...known].sort((a, b) => compareBytes(a.path, b.path))) {
    sources.push({
      path: root.path,
      name: basename(root.path),
      sha256: sourceDigest(root.path) ?? '',
      rows: root.rows,
      cells: root.shape === 'delimited',
      head: await headOf(opened, root),
    });
  }
  const whole = [...opened.files]
    .filter(([path]) => path.startsWith('data/') && !byCells.has(path))
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([path, { size }]) => ({
      path,
      size,
      always: DEFAULT_KEEP.some((wish) => path === wish || path.startsWith(`${wish}/`)),
    }));
  return { sources, whole };
}

async function headOf(opened: OpenedPackage, root: SourceRoot): Promise<string[][]> {
  const rows = await firstRows(readEntry(opened.source, opened.files.get(root.path)!), root);
  const delimiter = root.shape === 'delimited' ? root.delimiter : '\n';
  return rows
    .slice(0, SHOWN_ROWS)
    .map((row) => row.map((cell) => cellText(cell, delimiter).slice(0, SHOWN_TEXT)));
}
