import { TickmarkError } from '#shared/model/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { BAGIT_TXT } from './layout.ts';
import { parseZip, readEntry, type ZipEntry } from './zip-read.ts';

/** Files that are read into memory (manifests, envelopes, certificates) may not exceed this. */
const SMALL = 256 << 20;

/** The bag inside a ZIP. Paths are relative to the bag's own folder. */
export interface OpenedPackage {
  source: ByteSource;
  /** Name of the bag's folder, '' when the bag lies at the root of the ZIP. */
  folder: string;
  files: Map<string, ZipEntry>;
  /** Files of the ZIP that lie outside the bag. */
  outside: string[];
  problems: string[];
  /** True when the container is in the form that Tickmark writes. */
  ours: boolean;
  /** Entries of the ZIP whose headers are not in that form, by their whole name. */
  foreign: string[];
  /** Whole content of a small file; empty when it is absent, too large or damaged. */
  readSmall(path: string): Promise<Uint8Array>;
}

/** Finds the bag in a ZIP. Throws PACKAGE_INVALID when the bytes are no ZIP at all, and for nothing else. */
export async function openPackage(source: ByteSource): Promise<OpenedPackage> {
  const zip = await parseZip(source);
  if (zip === null) {
    throw new TickmarkError('PACKAGE_INVALID', 'The file is not a ZIP, so it cannot be an evidence package', {
      hint: 'Evidence packages are the .zip files that "tickmark package" writes.',
    });
  }
  const folder = bagFolder(zip.entries);
  const prefix = folder === '' ? '' : `${folder}/`;
  const files = new Map<string, ZipEntry>();
  const outside: string[] = [];
  for (const entry of zip.entries) {
    if (entry.name.startsWith(prefix)) files.set(entry.name.slice(prefix.length), entry);
    else outside.push(entry.name);
  }
  return {
    source,
    folder,
    files,
    outside,
    problems: zip.problems,
    ours: zip.ours,
    foreign: zip.foreign,
    readSmall: async (path) => {
      const entry = files.get(path);
      if (entry === undefined || entry.size > SMALL) return new Uint8Array();
      const chunks: Uint8Array[] = [];
      try {
        for await (const chunk of readEntry(source, entry)) chunks.push(chunk);
      } catch {
        return new Uint8Array();
      }
      return Buffer.concat(chunks);
    },
  };
}

/** The folder that most files share, so that one stray file does not hide the bag. */
function bagFolder(entries: readonly ZipEntry[]): string {
  if (entries.some(({ name }) => name === BAGIT_TXT)) return '';
  const counts = new Map<string, number>();
  for (const { name } of entries) {
    const slash = name.indexOf('/');
    const top = slash === -1 ? '' : name.slice(0, slash);
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  let best = '';
  for (const [top, count] of counts) if (count > (counts.get(best) ?? 0)) best = top;
  return best;
}
