import { safeText } from '#shared/model/formula-text.ts';

/** One value as text: null is empty, structures are JSON. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return safeText(value);
  return typeof value === 'object' ? safeText(JSON.stringify(value)) : String(value);
}

/** RFC 4180 with LF line ends: one header row, every row the same columns. */
export function csv(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const quote = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows]
    .map((row) => `${row.map((value) => quote(cellText(value))).join(',')}\n`)
    .join('');
}
