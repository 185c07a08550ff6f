export { isoDate, monthNumber } from './dates.ts';

/** Pattern of the mode that ls and find write in letters, with the mark of further access rules. */
export const MODE = String.raw`[-dlbcpsD][r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-][.+@]?`;

const TYPES: Readonly<Record<string, string>> = {
  '-': 'file',
  d: 'directory',
  l: 'symlink',
  b: 'block device',
  c: 'character device',
  p: 'pipe',
  s: 'socket',
  D: 'door',
};

/** What kind of file a mode in letters is of. */
export function fileType(mode: string): string | null {
  return TYPES[mode[0] ?? ''] ?? null;
}
