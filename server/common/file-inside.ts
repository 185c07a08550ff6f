import { join, sep } from 'node:path';

/**
 * The file that an address stands for inside a folder; undefined when the address is no plain path or leads out.
 * @param pathname as it stands in a URL, percent-encoded, beginning with `/`.
 */
export function fileInside(folder: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith('/') || /[\\\0:]/u.test(decoded)) return undefined;
  const path = join(folder, decoded);
  return path.startsWith(folder + sep) && !path.endsWith(sep) ? path : undefined;
}
