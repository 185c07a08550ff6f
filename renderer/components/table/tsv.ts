import type { Column } from '../../data/rows.ts';
import { plainValue } from '../../data/value.ts';

/** Rows as tab-separated text with a heading line, as spreadsheets paste it. Tabs and breaks become spaces. */
export function toTsv(
  columns: readonly Column[],
  shown: readonly number[],
  rows: Iterable<readonly unknown[]>,
  zone: string,
): string {
  const clean = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
  const lines = [shown.map((i) => clean(columns[i]?.name ?? '')).join('\t')];
  for (const row of rows) {
    lines.push(shown.map((i) => clean(plainValue(row[i], columns[i]?.kind ?? 'text', zone))).join('\t'));
  }
  return lines.join('\n');
}
