import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import { type BagWriter, writeBag } from '../build/bag-writer.ts';
import { openSource } from '../format/byte-source.ts';
import { redactedBagName, REPORT_PDF, SIGNED_REPORT_PDF, TAG_MANIFEST } from '../format/layout.ts';
import { type OpenedPackage, openPackage } from '../format/open-package.ts';
import { compareBytes } from '../format/paths.ts';
import { REDACTION_NOTE } from '../format/redaction/note.ts';
import {
  REDACTION_NOTE_PATH,
  REDACTION_PATH,
  redactedPath,
  writeRedaction,
} from '../format/redaction/redacted.ts';
import {
  parseRoots,
  parseSeed,
  ROOTS_PATH,
  SEED_PATH,
  sourceDigest,
  type SourceRoot,
} from '../format/redaction/roots.ts';
import { readEntry } from '../format/zip-read.ts';
import type { Chunks } from '../format/zip-write.ts';
import { verifyPackage } from '../verify/index.ts';
import type { SourceChoice } from './choose-cells.ts';
import { type RedactedSource, redactSource } from './redact-source.ts';

/** Payload that is handed on unless something else is said: what was done, not what was found. */
export const DEFAULT_KEEP = [
  'data/parameters.json',
  'data/runs.json',
  'data/procedures',
  'data/integrity.json',
];

export interface RedactInput {
  /** A package that was built to be redactable; it is not changed. */
  file: string;
  /** The ZIP to write; must not exist. */
  out: string;
  /** By name, path, or beginning of the SHA-256 of a source. Sources that are not named are withheld as a whole. */
  sources: readonly (SourceChoice & { source: string })[];
  /** Further payload, files or folders, to be handed on in full. */
  keep: readonly string[];
  signal?: AbortSignal | undefined;
  onFile?(done: number, total: number): void;
}

export interface RedactedPackage {
  id: string;
  /** Payload files of which nothing is disclosed. */
  withheld: string[];
  kept: string[];
  sources: RedactedSource[];
}

/**
 * Copies a package without chosen files, rows and cells, so that the signatures still hold for what is left
 * (docs/spec/evidence-package.md section 10). Throws PACKAGE_INVALID when the package does not hold or was not built
 * to be redacted, BAD_ARGUMENT when a choice does not fit it.
 */
export async function redactPackage(input: RedactInput): Promise<RedactedPackage> {
  const report = await verifyPackage(input.file);
  const failed = report.checks.find(({ ok }) => ok === false);
  if (failed !== undefined)
    throw new TickmarkError('PACKAGE_INVALID', `${input.file} does not hold: ${failed.detail}`);
  const opened = await openPackage(await openSource(input.file));
  try {
    return await redact(input, opened);
  } finally {
    await opened.source.close();
  }
}

async function redact(input: RedactInput, opened: OpenedPackage): Promise<RedactedPackage> {
  const seed = parseSeed(await opened.readSmall(SEED_PATH));
  const roots = parseRoots(await opened.readSmall(ROOTS_PATH));
  if (seed === null || roots === null) {
    throw new TickmarkError('PACKAGE_INVALID', `${input.file} was not built to be redacted`, {
      hint: 'Build it with --redactable; what its preparer did not prepare for cannot be added later.',
    });
  }
  const payload = [...opened.files.keys()].filter((path) => path.startsWith('data/'));
  const kept = keptFiles(payload, input.keep);
  const chosen = chosenSources(input, payload, roots, kept);
  const withheld = payload.filter((path) => !kept.has(path)).sort(compareBytes);
  const parts = [...chosen.keys()].sort((a, b) => compareBytes(a.path, b.path));
  const tagManifest = createHash('sha256')
    .update(await opened.readSmall(TAG_MANIFEST))
    .digest('hex');
  const id = redactedBagName(tagManifest);
  const disclosed: RedactedSource[] = [];
  const copied = [...opened.files].filter(([path]) => {
    if (path.startsWith('data/')) return kept.has(path);
    return path !== SEED_PATH && (path !== SIGNED_REPORT_PDF || kept.has(REPORT_PDF));
  });
  await writeBag(
    input.out,
    input.signal,
    async (bag) => {
      const total = copied.length + parts.length;
      for (const [path, entry] of copied) {
        await bag.add(path, { size: entry.size, stream: () => readEntry(opened.source, entry) });
        input.onFile?.(bag.files.length, total);
      }
      for (const root of parts) {
        const entry = opened.files.get(root.path)!;
        const totals = { path: root.path, rows: 0, rows_withheld: 0, cells_withheld: 0 };
        const read = () => readEntry(opened.source, entry);
        const lines = redactSource(root, chosen.get(root)!, seed, read, totals);
        await addSpooled(bag, redactedPath(root.path), lines, input);
        disclosed.push(totals);
        input.onFile?.(bag.files.length, total);
      }
      await bag.add(REDACTION_PATH, {
        bytes: writeRedaction({ withheld, sources: parts.map(({ path }) => path) }),
      });
      await bag.add(REDACTION_NOTE_PATH, { bytes: Buffer.from(REDACTION_NOTE) });
      return id;
    },
    Buffer.byteLength(id),
  );
  const inPart = new Set(parts.map(({ path }) => path));
  return {
    id,
    withheld: withheld.filter((path) => !inPart.has(path)),
    kept: [...kept].sort(compareBytes),
    sources: disclosed,
  };
}

function keptFiles(payload: readonly string[], keep: readonly string[]): Set<string> {
  const under = (path: string, wish: string) =>
    path === wish || path.startsWith(`${wish.replace(/\/$/, '')}/`);
  for (const wish of keep) {
    if (!payload.some((path) => under(path, wish)))
      throw new TickmarkError('BAD_ARGUMENT', `the package has no ${wish}`, {
        hint: 'Name files as manifest-sha256.txt does: data/findings.json',
      });
  }
  return new Set(payload.filter((path) => [...DEFAULT_KEEP, ...keep].some((wish) => under(path, wish))));
}

function chosenSources(
  { sources }: RedactInput,
  payload: readonly string[],
  roots: readonly SourceRoot[],
  kept: ReadonlySet<string>,
): Map<SourceRoot, SourceChoice> {
  const chosen = new Map<SourceRoot, SourceChoice>();
  for (const { source, ...choice } of sources) {
    const path = findSource(source, payload);
    const root = roots.find((each) => each.path === path);
    if (root === undefined)
      throw new TickmarkError(
        'BAD_ARGUMENT',
        `${path} has no rows that were signed: it can only be withheld as a whole`,
      );
    if (kept.has(path))
      throw new TickmarkError('BAD_ARGUMENT', `${path} cannot be kept and redacted at once`);
    const before = chosen.get(root) ?? { columns: [], rows: [] };
    chosen.set(root, {
      columns: [...before.columns, ...choice.columns],
      rows: [...before.rows, ...choice.rows],
    });
  }
  return chosen;
}

function findSource(name: string, payload: readonly string[]): string {
  const found = payload.filter((path) => {
    const digest = sourceDigest(path);
    if (digest === null) return false;
    const byDigest = /^[0-9a-f]{12,64}$/.test(name) && digest.startsWith(name);
    return path === name || basename(path) === name || byDigest;
  });
  const [path, other] = found;
  if (path === undefined) throw new TickmarkError('BAD_ARGUMENT', `the package has no source ${name}`);
  if (other !== undefined)
    throw new TickmarkError('BAD_ARGUMENT', `several sources are called ${name}`, {
      hint: `Name it by the beginning of its SHA-256: ${found.map((each) => sourceDigest(each)?.slice(0, 16)).join(', ')}`,
    });
  return path;
}

/** The size of an entry stands before it, and is known only when its lines are written. */
async function addSpooled(
  bag: BagWriter,
  path: string,
  lines: Chunks,
  { out, signal }: RedactInput,
): Promise<void> {
  const file = join(dirname(out), `.${basename(out)}.${process.pid}.rows`);
  try {
    const handle = await open(file, 'wx', 0o600).catch((cause: Error) => {
      throw new TickmarkError('OUTPUT_FAILED', `${out} could not be written: ${cause.message}`, { cause });
    });
    try {
      for await (const chunk of lines) {
        if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The package was not written');
        await handle.writeFile(chunk);
      }
    } finally {
      await handle.close();
    }
    await bag.add(path, { file });
  } finally {
    await rm(file, { force: true });
  }
}
