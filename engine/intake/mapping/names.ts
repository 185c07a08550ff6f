/** A header or key as it is compared: without regard to case, spaces, underscores and punctuation. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}$]/gu, '');
}
