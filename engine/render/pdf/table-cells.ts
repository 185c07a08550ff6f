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

/** Width of the widest cell of a column, header included, without being wrapped. */
function widest(fonts: Fonts, column: TableColumn, rows: Rows, at: number): number {
  const header = Math.max(...column.header.split(' ').map((word) => fonts.width(word, 'bold', SIZE)));
  if (column.align !== 'right' && !column.mono && !column.mark) return header;
  return rows.reduce((most, row) => {
    const value = row[at] ?? '';
    const mark = markOf(column, value);
    const width = mark === null ? fonts.width(value, faceOf(column), SIZE) : fonts.width(MARK_WORDS[mark], 'regular', SIZE) + MARK_ROOM;
    return Math.max(most, Math.min(width, MOST_SHARE * WIDTH));
  }, header);
}

/**
 * Widths in points. Figures, ids and marks are read whole: their columns are as wide as the widest cell. The columns
 * of running text share what is left.
 */
export function columnWidths(fonts: Fonts, columns: readonly TableColumn[], rows: Rows): number[] {
  const least = columns.map((column, i) => widest(fonts, column, rows, i) + 2 * PAD_X + 0.5);
  const running = columns.map(({ align, mono, mark, share }) => (align === 'right' || mono || mark ? 0 : share));
  const shares = running.reduce((sum, share) => sum + share, 0);
  const taken = least.reduce((sum, width, i) => sum + (running[i] === 0 ? width : 0), 0);
  if (shares === 0) return least.map((width) => (width / taken) * WIDTH);
  const widths = least.map((width, i) => (running[i] === 0 ? width : (running[i]! / shares) * (WIDTH - taken)));
  // Too many wide ones: the shares as stated.
  return widths.every((width, i) => width >= least[i]!) ? widths : columns.map(({ share }) => share * WIDTH);
}
