import type { Block } from '../document.ts';
import type { Fonts } from './fonts.ts';
import { WIDTH } from './page-flow.ts';

const LINE = 13.3;
/** A table's header and the beginning of its first row. */
const TABLE = 56;
/** More than this is not kept together: pages would stay half empty. */
const MOST = 260;

/**
 * Points that must follow a block on its page, so that no heading or introduction stands last on one. Estimated:
 * what introduces (headings, verdicts, facts and short paragraphs) is counted up to the first thing introduced.
 */
export function heightBelow(fonts: Fonts, blocks: readonly Block[], at: number): number {
  let height = 0;
  for (let i = at + 1; i < blocks.length && height < MOST; i += 1) {
    const block = blocks[i]!;
    if (block.kind === 'page') break;
    if (block.kind === 'heading') height += block.level === 1 ? 46 : 30;
    else if (block.kind === 'verdict') height += LINE + 8;
    else if (block.kind === 'facts') height += block.rows.length * (LINE + 3) + 6;
    else if (block.kind === 'paragraph') {
      const lines = fonts.wrap(block.text, 'regular', 9.5, WIDTH).length;
      height += Math.min(lines, 3) * LINE + 5;
      if (lines > 3) break;
    } else {
      height += TABLE;
      break;
    }
  }
  return Math.min(height, MOST);
}
