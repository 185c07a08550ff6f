import { VERDICT_MARKS, type VerdictMark } from '#shared/model/vocabulary.ts';
import type { TableColumn } from '../document.ts';
import { drawMark } from './marks.ts';
import { INK, PAGE, type PageFlow, QUIET, TINT, WIDTH } from './page-flow.ts';

const SIZE = 8;
const LEADING = 10.4;
const PAD_X = 4;
const PAD_Y = 3;
const MARK = 7;

/** Lines of one row that still fit on a page; longer rows go on on the next. */
const MAX_LINES = Math.floor((PAGE.height - PAGE.top - PAGE.bottom - 40) / LEADING);

/** A ruled table; its header is repeated on each page. */
export function drawTable(flow: PageFlow, columns: readonly TableColumn[], rows: readonly (readonly string[])[]): void {
  const widths = columns.map((column) => column.share * WIDTH);
  drawHeader(flow, columns, widths);
  for (const row of rows) {
    const cells = columns.map((column, i) => {
      if (column.mark) return [];
      return flow.fonts.wrap(row[i] ?? '', column.mono ? 'mono' : 'regular', SIZE, widths[i]! - 2 * PAD_X);
    });
    const count = Math.max(1, ...cells.map((lines) => lines.length));
    for (let start = 0; start < count; start += MAX_LINES) {
      const shown = Math.min(MAX_LINES, count - start);
      if (flow.need(shown * LEADING + 2 * PAD_Y)) drawHeader(flow, columns, widths);
      drawRow(flow, columns, widths, row, cells.map((lines) => lines.slice(start, start + MAX_LINES)), shown, start === 0);
    }
  }
  flow.space(8);
}

function drawHeader(flow: PageFlow, columns: readonly TableColumn[], widths: readonly number[]): void {
  const cells = columns.map((column, i) => flow.fonts.wrap(column.header, 'bold', SIZE, widths[i]! - 2 * PAD_X));
  const height = Math.max(...cells.map((lines) => lines.length)) * LEADING + 2 * PAD_Y;
  // A header alone at the foot of a page helps nobody.
  flow.need(height + LEADING + 2 * PAD_Y);
  flow.page.drawRectangle({ x: PAGE.left, y: flow.y - height, width: WIDTH, height, color: TINT });
  drawCells(flow, columns, widths, cells, 'bold');
  flow.space(height);
  flow.rule();
}

function drawRow(
  flow: PageFlow,
  columns: readonly TableColumn[],
  widths: readonly number[],
  row: readonly string[],
  cells: readonly string[][],
  lines: number,
  first: boolean,
): void {
  drawCells(flow, columns, widths, cells, null);
  let x = PAGE.left;
  columns.forEach((column, i) => {
    const mark = row[i] as VerdictMark;
    if (first && column.mark && mark in VERDICT_MARKS) drawMark(flow.page, mark, x + PAD_X, flow.y - PAD_Y - MARK - 1, MARK);
    x += widths[i]!;
  });
  flow.space(lines * LEADING + 2 * PAD_Y);
  flow.rule();
}

function drawCells(flow: PageFlow, columns: readonly TableColumn[], widths: readonly number[], cells: readonly string[][], face: 'bold' | null): void {
  let x = PAGE.left;
  columns.forEach((column, i) => {
    const style = { face: face ?? (column.mono ? ('mono' as const) : ('regular' as const)), size: SIZE, color: face === null ? INK : QUIET };
    cells[i]!.forEach((text, lineNo) => {
      const indent = column.align === 'right' ? widths[i]! - PAD_X - flow.fonts.width(text, style.face, SIZE) : PAD_X;
      flow.textAt(text, x + indent, flow.y - PAD_Y - SIZE - lineNo * LEADING, style);
    });
    x += widths[i]!;
  });
}
