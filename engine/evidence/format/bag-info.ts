import { decodeUtf8 } from './manifest.ts';

/** bagit.txt, the bag declaration (RFC 8493 section 2.1.1), byte for byte as Tickmark writes it. */
export const BAG_DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export type TagLine = readonly [label: string, value: string];

/**
 * Tag file of `Label: value` lines (RFC 8493 section 2.2.2). Values must be one line; labels must hold no colon.
 * Returns null with neither written when one of them breaks that.
 */
export function writeTags(tags: readonly TagLine[]): Uint8Array | null {
  const fine = tags.every(([label, value]) => /^[^\s:][^:\r\n]*$/.test(label) && !/[\r\n]/.test(value));
  if (!fine) return null;
  return Buffer.from(tags.map(([label, value]) => `${label}: ${value}\n`).join(''), 'utf8');
}

/** Reads `Label: value` lines; a line that starts with white space continues the one before. Null = not such a file. */
export function parseTags(bytes: Uint8Array): TagLine[] | null {
  const text = decodeUtf8(bytes);
  if (text === null) return null;
  const tags: [string, string][] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const last = tags.at(-1);
    if (line === '') continue;
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] = `${last[1]} ${line.trim()}`;
      continue;
    }
    const match = /^([^:]+?)[ \t]*:[ \t]*(.*)$/.exec(line);
    if (match === null) return null;
    tags.push([match[1] ?? '', match[2] ?? '']);
  }
  return tags;
}

/** First value of a label, compared without case as RFC 8493 section 2.2.2 asks. */
export function tagValue(tags: readonly TagLine[], label: string): string | null {
  const wanted = label.toLowerCase();
  return tags.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
}
