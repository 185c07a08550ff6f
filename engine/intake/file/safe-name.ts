const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const LONGEST = 100;

/**
 * A name that every file system takes and that no pattern matching reads anything into. The original name is kept as
 * data, so this one only has to be safe, not reversible.
 */
export function safeName(name: string): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._ -]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  const dot = cleaned.lastIndexOf('.');
  const stem = dot > 0 ? cleaned.slice(0, dot) : cleaned;
  const ending = dot > 0 ? cleaned.slice(dot).slice(0, 16) : '';
  const short = Array.from(stem).slice(0, LONGEST).join('');
  return `${short === '' || RESERVED.test(short) ? `_${short}` : short}${ending}`;
}
