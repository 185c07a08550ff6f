import type { Block } from '../document.ts';
import type { Fonts } from './fonts.ts';
import { WIDTH } from './page-flow.ts';

const LINE = 13.3;
/** A table's header and the beginning of its first row. */
const TABLE = 56;
/** Longer lists of facts stand for themselves and introduce no table. */
const FEW_FACTS = 6;

/**
 * Points that must follow a block on its page, so that no heading or introduction stands last on one. What
 * introduces (headings, verdicts, short paragraphs, facts before a table) is counted up to what it introduces.
 */
export function heightBelow(fonts: Fonts, blocks: readonly Block[], at: number): number {
  const block = blocks[at + 1];
  if (block === undefined || block.kind === 'page') return 0;
  const below = () => heightBelow(fonts, blocks, at + 1);
  switch (block.kind) {
    case 'heading':
      return (block.level === 1 ? 46 : 30) + below();
    case 'verdict':
      return LINE + 8 + (blocks[at + 2]?.kind === 'verdict' ? 0 : below());
    case 'paragraph': {
      const lines = fonts.wrap(block.text, 'regular', 9.5, WIDTH).length;
      return lines > 3 ? 3 * LINE : lines * LINE + 5 + (blocks[at + 2]?.kind === 'paragraph' ? 0 : below());
    }
    case 'facts':
      if (block.rows.length > FEW_FACTS) return 3 * LINE;
      return block.rows.length * (LINE + 3) + 6 + (blocks[at + 2]?.kind === 'table' ? TABLE : 0);
    default:
      return TABLE;
  }
}
