import { compareBytes, pathProblem } from './paths.ts';

/** RFC 8493 section 2.4: the algorithms that a bag may use and that Tickmark can check. */
export const MANIFEST_ALGORITHMS = ['sha256', 'sha512'] as const;
export type ManifestAlgorithm = (typeof MANIFEST_ALGORITHMS)[number];

const HEX_LENGTH: Record<ManifestAlgorithm, number> = { sha256: 64, sha512: 128 };

export interface Manifest {
  /** Path relative to the bag → digest in lower-case hex. */
  digests: Map<string, string>;
  /** Lines that could not be read, paths listed twice, paths that are not allowed. */
  problems: string[];
}

/**
 * Manifest of a bag (RFC 8493 section 2.1.3), one line per file: digest, two spaces, path. Sorted by the bytes
 * of the path. That is also the text form of `sha256sum`, so `sha256sum -c` reads it.
 */
export function writeManifest(digests: ReadonlyMap<string, string>): Uint8Array {
  const lines = [...digests.entries()]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([path, digest]) => `${digest}  ${path}\n`);
  return Buffer.from(lines.join(''), 'utf8');
}

/** Reads a manifest; never throws. Tolerates the `*` of sha256sum's binary form and CRLF, as the RFC does. */
export function parseManifest(bytes: Uint8Array, algorithm: ManifestAlgorithm): Manifest {
  const digests = new Map<string, string>();
  const problems: string[] = [];
  const text = decodeUtf8(bytes);
  if (text === null) return { digests, problems: ['is not UTF-8 text'] };
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  const length = HEX_LENGTH[algorithm];
  lines.forEach((line, index) => {
    const match = /^([0-9A-Fa-f]+)[ \t]+\*?(.+)$/.exec(line);
    const [, digest, path] = match ?? [];
    if (digest === undefined || path === undefined || digest.length !== length) {
      problems.push(`line ${index + 1} is no digest and path`);
      return;
    }
    const wrong = pathProblem(path);
    if (wrong !== null) problems.push(`line ${index + 1}: ${wrong}`);
    else if (digests.has(path)) problems.push(`line ${index + 1}: ${path} is listed twice`);
    else digests.set(path, digest.toLowerCase());
  });
  return { digests, problems };
}

/** UTF-8 text without byte order mark, or null when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
