/** Size of a record of wtmp, btmp and utmp (struct utmp of glibc), and of lastlog. */
const UTMP = 384;
const MOST_TYPES = 9;

/** Whether bytes are the beginning of a binary log of log-ins (wtmp, btmp, utmp): its records have a small type first. */
export function looksLikeUtmp(start: Uint8Array, size: number): boolean {
  if (size === 0 || size % UTMP !== 0 || start.length < UTMP) return false;
  const [a, b, c, d] = start;
  // After type (16 bits and padding) and process id comes the terminal: text, filled up with NUL bytes.
  const terminal = Buffer.from(start.subarray(8, 40)).toString('latin1');
  return a! <= MOST_TYPES && b === 0 && c === 0 && d === 0 && /^[\x20-\x7e]*\0+$/.test(terminal);
}
