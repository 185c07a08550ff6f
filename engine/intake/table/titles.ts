import type { TextFile } from '../file/unpack.ts';
import { withoutStart } from '../file/without-start.ts';
import { newFacts, readRecord, splitRecord } from './record.ts';

/** A header is looked for in so many lines. */
export const LOOK_AT = 40;
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Excel's own first line, which states the delimiter of the lines below. */
const SEPARATOR_LINE = /^"?sep=.?"?[ ,;\t|]*$/i;

type Cells = readonly (string | null)[];

function filled(cells: Cells): string[] {
  return cells.flatMap((cell) => (cell === null || cell.trim() === '' ? [] : [cell.trim()]));
}

/** Names of columns: each once, and none a number, a date, a formula or an address, which would be somebody's value. */
function namesColumns(cells: Cells): boolean {
  const names = filled(cells).map((name) => name.toLowerCase());
  return (
    new Set(names).size === names.length &&
    names.every((name) => !/^[-+=]|@|^[\d\s.,:/-]+(?:[tz].*)?$/.test(name))
  );
}

/**
 * Place of the row that names the columns, where a title stands above it: the first that is filled as far as the rest.
 * The first row of all has one value then, and those between not more than two. 0 = no title stands above the table.
 */
export function headerRow(rows: readonly Cells[]): number {
  const counts = rows.map((row) => filled(row).length);
  const widest = Math.max(0, ...counts);
  const first = counts.findIndex((count) => count > 0);
  const at = counts.findIndex((count) => count >= 3 && count * 2 > widest);
  if (first < 0 || at <= first || !namesColumns(rows[at]!)) return 0;
  if (counts[first] !== 1 || counts.slice(0, at).some((count) => count > 2)) return 0;
  return counts.slice(at + 1).some((count) => count > 2) ? at : 0;
}

/** Lines of the beginning of a text, without their ends, and where the next one begins. */
function linesOf(start: string): { line: string; next: number }[] {
  const lines: { line: string; next: number }[] = [];
  let from = 0;
  for (const end of start.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ line: start.slice(from, end.index), next: end.index + end[0].length });
    from = end.index + end[0].length;
    if (lines.length === LOOK_AT) break;
  }
  return lines;
}

/** Values of lines as records, up to the first that is none by itself: a quoted value may run over the end of a line. */
function rowsOf(lines: readonly string[], delimiter: string): string[][] {
  const dialect = { delimiter: delimiter.charCodeAt(0), carriageReturns: false };
  const facts = newFacts();
  const rows: string[][] = [];
  for (const line of lines) {
    const bytes = Buffer.from(line);
    readRecord(bytes, 0, bytes.length, dialect, true, facts);
    if (facts.fault !== null) break;
    rows.push(splitRecord(line, delimiter).map(({ text }) => text));
  }
  return rows;
}

/** The text from its header on, and the lines that stood above: a title, a company, Excel's `sep=;`. null = none did. */
export async function withoutTitles(
  text: TextFile,
  start: string,
  scratch: string,
  signal?: AbortSignal,
): Promise<{ text: TextFile; above: string[] } | null> {
  const lines = linesOf(start);
  const texts = lines.map(({ line }) => line);
  const from = SEPARATOR_LINE.test(texts[0] ?? '') ? 1 : 0;
  const below = texts.slice(from);
  const titles = DELIMITERS.map((delimiter) => headerRow(rowsOf(below, delimiter))).find(
    (place) => place > 0,
  );
  const at = from + (titles ?? 0);
  if (at === 0) return null;
  const above = texts.slice(0, at).filter((line) => line.trim() !== '');
  return {
    text: await withoutStart(text, start.slice(0, lines[at - 1]!.next), scratch, 'untitled', signal),
    above,
  };
}

/** What the receipt says of the lines above a header. */
export function titlesNote(above: readonly string[]): string {
  const shown = above.slice(0, 3).map((line) => `"${line.trim().slice(0, 60)}"`);
  const more = above.length > shown.length ? ', …' : '';
  return `${above.length} line${above.length === 1 ? '' : 's'} above the header passed over: ${shown.join(', ')}${more}`;
}
