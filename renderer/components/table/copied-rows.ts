import type { Column } from '../../data/rows.ts';
import { plainValue } from '../../data/value.ts';

/** How rows are put on the clipboard: as spreadsheets paste them, or as RFC 4180 has them. */
export type CopyForm = 'text' | 'csv';

const WRITTEN: Record<CopyForm, { between: string; cell: (text: string) => string }> = {
  // Tabs and breaks would begin another cell.
  text: { between: '\t', cell: (text) => text.replace(/[\t\r\n]+/g, ' ') },
  csv: {
    between: ',',
    cell: (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text),
  },
};

/** Rows with a heading line. A text that a spreadsheet would compute is led by an apostrophe, as in exported files. */
export function copiedRows(
  form: CopyForm,
  columns: readonly Column[],
  shown: readonly number[],
  rows: Iterable<readonly unknown[]>,
  zone: string,
): string {
  const { between, cell } = WRITTEN[form];
  const lines = [shown.map((i) => cell(harmless(columns[i]?.name ?? ''))).join(between)];
  for (const row of rows) {
    lines.push(
      shown
        .map((i) => {
          const kind = columns[i]?.kind ?? 'text';
          const text = plainValue(row[i], kind, zone);
          return cell(kind === 'number' ? text : harmless(text));
        })
        .join(between),
    );
  }
  return lines.join('\n');
}

const harmless = (text: string): string => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);
