/** What a shell's command line takes without trouble, in hex digits. */
const LONGEST = 60_000;

/**
 * The line that prints the hash of the bytes, from their hex digits: no quoting can go wrong, and no newline is added.
 * Null when they are too many, or not all of them are at hand.
 */
export function shellLine(record: {
  preimage_hex: string | null;
  cut: boolean;
  check_with: string;
}): string | null {
  const { preimage_hex: hex, cut, check_with } = record;
  if (hex === null || cut) return null;
  const digits = hex.replace(/\s+/g, '');
  if (digits.length > LONGEST) return null;
  return `printf %s ${digits} | xxd -r -p | ${check_with}`;
}
