import type { Block } from '../document.ts';
import type { Fonts } from './fonts.ts';
import { CHART_HEIGHT } from './line-chart.ts';
import { WIDTH } from './page-flow.ts';

const LINE = 13.3;
/** A table's header and the beginning of its first row. */
const TABLE = 66;
/** Longer lists of facts stand for themselves and introduce nothing. */
const FEW_FACTS = 6;

/** Sizes of headings and the space around them, by level. */
const HEADINGS = { 1: { size: 16, above: 18, under: 6 }, 2: { size: 11.5, above: 10, under: 3 } } as const;

export interface HeadingShape {
  size: number;
  above: number;
  under: number;
  leading: number;
  /** Points that the heading takes, the space around it included. */
  height: number;
}

export function headingShape(fonts: Fonts, { level, text }: { level: 1 | 2; text: string }): HeadingShape {
  const shape = HEADINGS[level];
  const leading = shape.size * 1.35;
  const lines = fonts.wrap(text, 'bold', shape.size, WIDTH).length;
  return { ...shape, leading, height: shape.above + lines * leading + shape.under };
}

/**
 * Points that must follow a block on its page, so that no heading or introduction stands last on one. What
 * introduces (headings, verdicts, short paragraphs, facts before a table or code) is counted up to what it introduces.
 */
export function heightBelow(fonts: Fonts, blocks: readonly Block[], at: number): number {
  const block = blocks[at + 1];
  if (block === undefined || block.kind === 'page') return 0;
  const below = () => heightBelow(fonts, blocks, at + 1);
  switch (block.kind) {
    case 'heading':
      return headingShape(fonts, block).height + below();
    case 'verdict':
      return LINE + 8 + (blocks[at + 2]?.kind === 'verdict' ? 0 : below());
    case 'paragraph': {
      const lines = fonts.wrap(block.text, 'regular', 9.5, WIDTH).length;
      return lines > 3 ? 3 * LINE : lines * LINE + 5 + (blocks[at + 2]?.kind === 'paragraph' ? 0 : below());
    }
    case 'facts':
      if (block.rows.length > FEW_FACTS) return 3 * LINE;
      return block.rows.length * (LINE + 3) + 6 + (introduced(blocks[at + 2]) ? TABLE : 0);
    case 'line':
      return CHART_HEIGHT;
    default:
      return TABLE;
  }
}

function introduced(block: Block | undefined): boolean {
  return block?.kind === 'table' || block?.kind === 'code';
}
