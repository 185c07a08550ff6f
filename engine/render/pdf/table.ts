import type { TableColumn } from '../document.ts';
import { drawMark } from './marks.ts';
import { INK, PAGE, type PageFlow, QUIET, TINT, WIDTH } from './page-flow.ts';
import type { Element } from './structure.ts';
import { type Cell, cellOf, columnWidths, faceOf, MARK_ROOM, PAD_X, SIZE } from './table-cells.ts';

const LEADING = 10.4;
const PAD_Y = 3;
const MARK = 7;
/** A row up to this height moves to the next page whole; taller ones go on there. */
const KEPT_LINES = 8;
/** Fewer lines of a row are not left behind at the foot of a page. */
const LEAST_LINES = 3;

interface Grid {
  flow: PageFlow;
  columns: readonly TableColumn[];
  widths: readonly number[];
  header: readonly Cell[];
}

const heightOf = (lines: number) => lines * LEADING + 2 * PAD_Y;
const tallest = (cells: readonly Cell[]) => Math.max(1, ...cells.map(({ lines }) => lines.length));

/** A ruled table; its header is repeated on each page. */
export function drawTable(
  flow: PageFlow,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): void {
  const { fonts } = flow;
  const widths = columnWidths(fonts, columns, rows);
  const header = columns.map(
    (column, i): Cell => ({
      mark: null,
      lines: fonts.wrap(column.header, 'bold', SIZE, widths[i]! - 2 * PAD_X),
    }),
  );
  const grid: Grid = { flow, columns, widths, header };
  flow.inside('Table', () => {
    // A header alone at the foot of a page helps nobody.
    flow.need(heightOf(tallest(header)) + heightOf(LEAST_LINES));
    flow.inside('TR', () => drawHeader(grid));
    for (const row of rows) {
      flow.inside('TR', () =>
        drawRow(
          grid,
          columns.map((column, i) => cellOf(fonts, column, row[i] ?? '', widths[i]!)),
        ),
      );
    }
  });
  flow.space(8);
}

function drawHeader(grid: Grid): void {
  const { flow, header } = grid;
  const height = heightOf(tallest(header));
  flow.box(PAGE.left, flow.y - height, WIDTH, height, TINT);
  drawCells(
    grid,
    header,
    grid.columns.map(() => flow.structure.add('TH', 'Column')),
    'bold',
  );
  flow.space(height);
  flow.rule();
}

/** The header of later pages is repetition and no content. */
function repeatHeader(grid: Grid): void {
  const { flow, header } = grid;
  const height = heightOf(tallest(header));
  flow.box(PAGE.left, flow.y - height, WIDTH, height, TINT);
  drawCells(grid, header, null, 'bold');
  flow.space(height);
  flow.rule();
}

/** One row, on as many pages as it takes. */
function drawRow(grid: Grid, cells: readonly Cell[]): void {
  const { flow, columns } = grid;
  const elements = columns.map(() => flow.structure.add('TD'));
  const count = tallest(cells);
  let from = 0;
  while (from < count) {
    const rest = count - from;
    if (fitting(flow) < rest && (rest <= KEPT_LINES || fitting(flow) < LEAST_LINES)) {
      flow.newPage();
      repeatHeader(grid);
    }
    const to = from + Math.max(1, Math.min(rest, fitting(flow)));
    const part = cells.map(
      ({ mark, lines }): Cell => ({ mark: from === 0 ? mark : null, lines: lines.slice(from, to) }),
    );
    drawCells(grid, part, elements, null);
    flow.space(heightOf(to - from));
    flow.rule();
    from = to;
  }
}

function fitting(flow: PageFlow): number {
  return Math.floor((flow.room - 2 * PAD_Y) / LEADING);
}

/** Cells side by side, each in its element; without elements they are decoration. */
function drawCells(
  { flow, columns, widths }: Grid,
  cells: readonly Cell[],
  elements: readonly Element[] | null,
  face: 'bold' | null,
): void {
  let left: number = PAGE.left;
  columns.forEach((column, i) => {
    const { mark, lines } = cells[i]!;
    const style = { face: face ?? faceOf(column), size: SIZE, color: face === null ? INK : QUIET };
    const draw = (show: (text: string, x: number, y: number) => void) =>
      lines.forEach((text, lineNo) => {
        const indent =
          column.align === 'right' ? widths[i]! - PAD_X - flow.fonts.width(text, style.face, SIZE) : PAD_X;
        show(
          text,
          left + indent + (column.mark ? markRoom(face) : 0),
          flow.y - PAD_Y - SIZE - lineNo * LEADING,
        );
      });
    if (mark !== null)
      flow.artifact(() => drawMark(flow.page, mark, left + PAD_X, flow.y - PAD_Y - MARK - 1, MARK));
    if (elements === null) draw((text, x, y) => flow.artifactText(text, x, y, style));
    else flow.inside(elements[i]!, () => draw((text, x, y) => flow.textAt(text, x, y, style)));
    left += widths[i]!;
  });
}

const markRoom = (face: 'bold' | null) => (face === null ? MARK_ROOM : 0);
