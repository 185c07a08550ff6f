import { VERDICT_MARKS, type VerdictMark } from '#shared/model/vocabulary.ts';
import type { TableColumn } from '../document.ts';
import type { Face, Fonts } from './fonts.ts';
import { MARK_WORDS } from './marks.ts';
import { WIDTH } from './page-flow.ts';

export const SIZE = 8;
export const PAD_X = 4;
/** A mark and the gap to its word. */
export const MARK_ROOM = 11;
/** No column of figures or ids takes more than this share of the width from the others. */
const MOST_SHARE = 0.3;

export interface Cell {
  mark: VerdictMark | null;
  lines: string[];
}

type Rows = readonly (readonly string[])[];

function markOf(column: TableColumn, value: string): VerdictMark | null {
  return column.mark && value in VERDICT_MARKS ? (value as VerdictMark) : null;
}

export function faceOf(column: TableColumn): Face {
  return column.mono ? 'mono' : 'regular';
}

/** A value wrapped for its column; a mark by its word. */
export function cellOf(fonts: Fonts, column: TableColumn, value: string, width: number): Cell {
  const mark = markOf(column, value);
  const room = width - 2 * PAD_X - (mark === null ? 0 : MARK_ROOM);
  return { mark, lines: fonts.wrap(mark === null ? value : MARK_WORDS[mark], faceOf(column), SIZE, room) };
}

/** Columns that are read whole, not as running text. */
function isWhole({ align, mono, mark }: TableColumn): boolean {
  return align === 'right' || mono === true || mark === true;
}

/** Width that the cells of a column have when nothing is wrapped, and the longest word of its header. */
function natural(fonts: Fonts, column: TableColumn, rows: Rows, at: number): { cells: number; word: number } {
  const word = Math.max(...column.header.split(' ').map((part) => fonts.width(part, 'bold', SIZE)));
  let cells = column.mark ? word : fonts.width(column.header, 'bold', SIZE);
  for (const row of rows) {
    const value = row[at] ?? '';
    const mark = markOf(column, value);
    const lines = mark === null ? value.split('\n') : [MARK_WORDS[mark]];
    for (const line of lines)
      cells = Math.max(cells, fonts.width(line, faceOf(column), SIZE) + (mark === null ? 0 : MARK_ROOM));
  }
  return { cells, word };
}

/**
 * Widths in points. Columns that are read whole (figures, ids, marks) are as wide as their widest cell. The columns
 * of running text share what is left as stated; one that needs less than its share leaves the rest to the others.
 */
export function columnWidths(fonts: Fonts, columns: readonly TableColumn[], rows: Rows): number[] {
  const needs = columns.map((column, i) => natural(fonts, column, rows, i));
  const padded = (width: number) => width + 2 * PAD_X + 0.5;
  const widths = columns.map((column, i) =>
    isWhole(column) ? padded(Math.min(needs[i]!.cells, MOST_SHARE * WIDTH)) : null,
  );
  for (;;) {
    const open = columns.map((_, i) => i).filter((i) => widths[i] === null);
    const left = WIDTH - widths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
    const shares = open.reduce((sum, i) => sum + columns[i]!.share, 0);
    const share = (i: number) => (columns[i]!.share / shares) * left;
    const small = open.find((i) => padded(needs[i]!.cells) < share(i));
    if (small !== undefined && open.length > 1) {
      widths[small] = padded(needs[small]!.cells);
      continue;
    }
    // Too many wide ones: the shares as stated.
    if (open.some((i) => share(i) < padded(needs[i]!.word)))
      return columns.map((column) => column.share * WIDTH);
    const total = WIDTH - (open.length === 0 ? left : 0);
    return widths.map((width, i) => (open.length === 0 ? (width! / total) * WIDTH : (width ?? share(i))));
  }
}
