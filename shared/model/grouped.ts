/** 12384 → "12,384", as counts stand in sentences. No Intl: the text must be the same on any machine. */
export function grouped(value: number): string {
  const [whole, fraction] = String(Math.abs(value)).split('.');
  const text = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${value < 0 ? '-' : ''}${text}${fraction === undefined ? '' : `.${fraction}`}`;
}
