/** A share of one as a percentage with at most `digits` decimals, without zeros at the end: 0.0985 → "9.85 %". */
export function percent(share: number, digits = 2): string {
  const text = (share * 100).toFixed(digits);
  return `${text.includes('.') ? text.replace(/\.?0+$/, '') : text}\u00a0%`;
}
