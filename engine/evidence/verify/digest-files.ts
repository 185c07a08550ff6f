import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { OpenedPackage } from '../format/open-package.ts';
import type { ManifestAlgorithm } from '../format/manifest.ts';
import { readEntry, readMemory } from '../format/zip-read.ts';

export interface FileDigest {
  size: number;
  /** Lower-case hex by algorithm. */
  hex: ReadonlyMap<ManifestAlgorithm, string>;
  crcMatches: boolean;
}

export interface DigestedFiles {
  digests: Map<string, FileDigest>;
  /** Files whose content could not be read, with the reason. */
  unreadable: Map<string, string>;
}

/** Hashes every file of the package once, in the order in which they lie in the ZIP. */
export async function digestFiles(
  opened: OpenedPackage,
  algorithms: readonly ManifestAlgorithm[],
): Promise<DigestedFiles> {
  const digests = new Map<string, FileDigest>();
  const unreadable = new Map<string, string>();
  const memory = readMemory();
  const inOrder = [...opened.files].sort(([, a], [, b]) => a.offset - b.offset);
  for (const [path, entry] of inOrder) {
    const hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)] as const);
    let crc = 0;
    try {
      for await (const chunk of readEntry(opened.source, entry, memory)) {
        for (const [, hash] of hashes) hash.update(chunk);
        crc = crc32(chunk, crc);
      }
      const hex = new Map(hashes.map(([algorithm, hash]) => [algorithm, hash.digest('hex')]));
      digests.set(path, { size: entry.size, hex, crcMatches: crc === entry.crc });
    } catch (error) {
      unreadable.set(path, (error as Error).message);
    }
  }
  return { digests, unreadable };
}
