import { access } from 'node:fs/promises';
import { join, parse } from 'node:path';

const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;
/** Bytes of UTF-8: file systems allow 255, and room is left for a number. */
const MAX_BYTES = 200;

/** A file name, without folders, that every file system takes, as near to the given one as can be. */
export function safeName(name: string, fallback: string): string {
  const last = name.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const cleaned = last.replace(/[\u0000-\u001f\u007f<>:"|?*\p{Cs}]/gu, '_').replace(/^ +|[. ]+$/gu, '');
  const { name: stem, ext } = parse(cleaned);
  if (stem === '' || /^\.+$/u.test(cleaned)) return fallback;
  const first = stem.split('.')[0] ?? '';
  return shorten(RESERVED.test(first.trim()) ? `_${stem}` : stem, ext);
}

function shorten(stem: string, ext: string): string {
  const tail = Buffer.byteLength(ext) > 40 ? '' : ext;
  let kept = '';
  let bytes = Buffer.byteLength(tail);
  for (const character of stem) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    kept += character;
  }
  return kept + tail;
}

/** A path in the folder that nothing has yet: the name, or the name with the next free number. */
export async function freePath(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name);
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? name : `${stem} ${number}${ext}`);
    const taken = await access(path).then(
      () => true,
      () => false,
    );
    if (!taken) return path;
  }
}
