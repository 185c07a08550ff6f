import type { VerdictMark } from '#shared/model/vocabulary.ts';
import type { Block } from '../document.ts';
import { drawLineChart } from './line-chart.ts';
import { drawMark } from './marks.ts';
import type { Bookmark } from './outline.ts';
import { ACCENT, INK, PAGE, type PageFlow, QUIET, RULE, TINT, WIDTH } from './page-flow.ts';
import { headingShape, heightBelow } from './keep.ts';
import { drawTable } from './table.ts';

const SIZE = 9.5;
const LEADING = 13.3;
/** Columns of labels. */
const LEAST_LABEL = 100;
const GAP = 14;
/** Sums of widths differ in their last bits. */
const ROUNDING = 0.01;
const CODE_SIZE = 7;
const CODE_LEADING = 9.4;

/** Draws blocks in order; headings leave a bookmark. */
export function drawBlocks(flow: PageFlow, blocks: readonly Block[], bookmarks: Bookmark[]): void {
  blocks.forEach((block, i) => drawBlock(flow, block, heightBelow(flow.fonts, blocks, i), bookmarks));
}

function drawBlock(flow: PageFlow, block: Block, below: number, bookmarks: Bookmark[]): void {
  switch (block.kind) {
    case 'page':
      if (!flow.isFresh) flow.newPage();
      return;
    case 'heading':
      bookmarks.push(drawHeading(flow, block, below));
      return;
    case 'paragraph':
      flow.inside('P', () =>
        flow.lines(block.text, 0, WIDTH, block.tone === 'quiet' ? { color: QUIET, size: 8.5 } : {}),
      );
      flow.space(5);
      return;
    case 'list':
      drawList(flow, block.items);
      return;
    case 'facts':
      drawFacts(flow, block.rows);
      return;
    case 'verdict':
      drawVerdict(flow, block.mark, block.text, below);
      return;
    case 'table':
      drawTable(flow, block.columns, block.rows);
      return;
    case 'line':
      drawLineChart(flow, block);
      return;
    case 'bars':
      drawBars(flow, block.rows);
      return;
    case 'code':
      drawCode(flow, block.title, block.text);
  }
}

function drawHeading(flow: PageFlow, heading: { level: 1 | 2; text: string }, below: number): Bookmark {
  const { level, text } = heading;
  const { size, above, under, leading, height } = headingShape(flow.fonts, heading);
  flow.need(height + below);
  if (!flow.isFresh) flow.space(above);
  const bookmark: Bookmark = { title: text, level, page: flow.page, y: flow.y + 4 };
  flow.inside(level === 1 ? 'H1' : 'H2', () => flow.lines(text, 0, WIDTH, { face: 'bold', size, leading }));
  flow.space(under);
  return bookmark;
}

function drawList(flow: PageFlow, items: readonly string[]): void {
  flow.inside('L', () => {
    for (const item of items) {
      flow.need(LEADING);
      flow.box(PAGE.left + 3, flow.y - 7.6, 2.4, 2.4, QUIET);
      flow.inside('LI', () => flow.inside('LBody', () => flow.lines(item, 12, WIDTH - 12)));
      flow.space(1);
    }
  });
  flow.space(4);
}

/** A mark and a sentence that begins something: `below` points must follow on the same page. */
export function drawVerdict(flow: PageFlow, mark: VerdictMark, text: string, below: number): void {
  flow.need(LEADING + below);
  flow.space(3);
  flow.artifact(() => drawMark(flow.page, mark, PAGE.left, flow.y - 10, SIZE));
  flow.inside('P', () => flow.lines(text, 16, WIDTH - 16, { face: 'bold' }));
  flow.space(4);
}

/** Labels at the left, as wide as they are up to a half; values at the right of them. */
export function drawFacts(flow: PageFlow, rows: readonly (readonly [string, string])[]): void {
  const widest = Math.max(0, ...rows.map(([label]) => flow.fonts.width(label, 'regular', SIZE)));
  const labelWidth = Math.max(LEAST_LABEL, Math.min(widest + GAP + ROUNDING, WIDTH / 2));
  flow.inside('Table', () => {
    for (const [label, value] of rows) {
      const labels = flow.fonts.wrap(label, 'regular', SIZE, labelWidth - GAP);
      const values = flow.fonts.wrap(value, 'regular', SIZE, WIDTH - labelWidth);
      const count = Math.max(labels.length, values.length);
      flow.inside('TR', () => {
        const header = flow.structure.add('TH', 'Row');
        const cell = flow.structure.add('TD');
        if (count <= 6) flow.need(count * LEADING);
        for (let i = 0; i < count; i += 1) {
          flow.need(LEADING);
          flow.inside(header, () => flow.text(labels[i] ?? '', 0, { color: QUIET }));
          flow.inside(cell, () => flow.text(values[i] ?? '', labelWidth));
          flow.space(LEADING);
        }
      });
      flow.space(2);
    }
  });
  flow.space(6);
}

/** Horizontal bars, labelled directly; shares of 1. */
function drawBars(flow: PageFlow, rows: readonly { label: string; value: string; share: number }[]): void {
  const left = 150;
  const room = WIDTH - left - 110;
  flow.need(rows.length * 17);
  flow.inside('Table', () => {
    for (const { label, value, share } of rows) {
      flow.need(17);
      flow.box(PAGE.left + left, flow.y - 11, room, 8, TINT);
      if (share > 0)
        flow.box(PAGE.left + left, flow.y - 11, Math.max(0.7, room * Math.min(1, share)), 8, ACCENT);
      flow.inside('TR', () => {
        flow.inside(flow.structure.add('TH', 'Row'), () =>
          flow.text(flow.fonts.fit(label, 'regular', SIZE, left - 10), 0, { color: QUIET }),
        );
        flow.inside('TD', () =>
          flow.text(flow.fonts.fit(value, 'regular', SIZE, 100), left + room + 8, { color: INK }),
        );
      });
      flow.space(17);
    }
  });
  flow.space(6);
}

function drawCode(flow: PageFlow, title: string, text: string): void {
  flow.need(6 * CODE_LEADING);
  flow.inside('P', () => flow.lines(title, 0, WIDTH, { face: 'bold', size: 8.5 }));
  flow.space(2);
  const width = flow.fonts.width(' ', 'mono', CODE_SIZE);
  flow.inside('P', () =>
    flow.inside('Code', () => {
      for (const source of text.replaceAll('\t', '  ').split('\n')) {
        const code = source.trimStart();
        const indent = 10 + Math.min(24, source.length - code.length) * width;
        flow.fonts.wrap(code.trimEnd(), 'mono', CODE_SIZE, WIDTH - indent - 2 * width).forEach((line, i) => {
          flow.need(CODE_LEADING);
          flow.box(PAGE.left + 1, flow.y - CODE_LEADING, 1.5, CODE_LEADING, RULE);
          // What wraps is indented more: it is no line of the source.
          flow.text(line, indent + (i === 0 ? 0 : 2 * width), { face: 'mono', size: CODE_SIZE });
          flow.space(CODE_LEADING);
        });
      }
    }),
  );
  flow.space(8);
}
