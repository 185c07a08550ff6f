/** A header or key as it is compared: without regard to case, spaces, underscores and punctuation. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}$]/gu, '');
}

/** A header as the attributes of people are named in policies: `Cost Center` → `cost_center`. */
export function attributeName(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}
