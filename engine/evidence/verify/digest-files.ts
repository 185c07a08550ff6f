import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { OpenedPackage } from '../format/open-package.ts';
import type { ManifestAlgorithm } from '../format/manifest.ts';
import { readEntry, readMemory } from '../format/zip-read.ts';
import { digestRanges } from './threads/digest-ranges.ts';

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

/**
 * Hashes every file of the package once: what lies in a file as it is, in threads; the rest here, in the order in which it
 * lies in the ZIP.
 */
export async function digestFiles(
  opened: OpenedPackage,
  algorithms: readonly ManifestAlgorithm[],
): Promise<DigestedFiles> {
  const digests = await digestsByThreads(opened, algorithms);
  const unreadable = new Map<string, string>();
  const memory = readMemory();
  const inOrder = [...opened.files].sort(([, a], [, b]) => a.offset - b.offset);
  for (const [path, entry] of inOrder) {
    if (digests.has(path)) continue;
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

async function digestsByThreads(
  { source, files }: OpenedPackage,
  algorithms: readonly ManifestAlgorithm[],
): Promise<Map<string, FileDigest>> {
  const digests = new Map<string, FileDigest>();
  if (source.fd === undefined) return digests;
  const stored = [...files].filter(
    ([, { method, size, compressedSize }]) => method === 0 && size === compressedSize,
  );
  const ranges = stored.map(([, { dataOffset, size }]) => ({ offset: dataOffset, length: size }));
  const found = await digestRanges(source.fd, ranges, algorithms);
  stored.forEach(([path, { size, crc }], i) => {
    const digest = found[i] ?? null;
    if (digest === null) return;
    const hex = new Map(algorithms.map((algorithm, nth) => [algorithm, digest.hex[nth]!]));
    digests.set(path, { size, hex, crcMatches: digest.crc === crc });
  });
  return digests;
}
