import { PDFHexString, PDFNumber, type PDFPage } from '@cantoo/pdf-lib';
import type { Block } from '../document.ts';
import type { Bookmark } from './outline.ts';
import { HEIGHT, PAGE, type PageFlow, QUIET, WIDTH } from './page-flow.ts';

const LEADING = 16;
const TITLE_ROOM = 40;
const PER_PAGE = Math.floor((HEIGHT - TITLE_ROOM) / LEADING);
const SIZE = 9.5;

/** Pages kept free for the contents, which are known when the last page is. */
export function reserveContents(flow: PageFlow, blocks: readonly Block[]): PDFPage[] {
  const entries = blocks.filter((block) => block.kind === 'heading' && block.level === 1).length;
  return Array.from({ length: Math.ceil(entries / PER_PAGE) }, () => flow.newPage());
}

/** Chapters with their pages, each a link. The element is where they stand in the order of reading. */
export function drawContents(
  flow: PageFlow,
  pages: readonly PDFPage[],
  bookmarks: readonly Bookmark[],
): void {
  const chapters = bookmarks.filter(({ level }) => level === 1);
  const numbers = new Map(flow.document.getPages().map((page, i) => [page, i + 1]));
  pages.forEach((page, at) => {
    flow.turnTo(page);
    if (at === 0)
      flow.inside('P', () => flow.lines('Contents', 0, WIDTH, { face: 'bold', size: 16, leading: 24 }));
    flow.space(at === 0 ? TITLE_ROOM - 24 : TITLE_ROOM);
    flow.inside('TOC', () => {
      for (const { title, page: target, y } of chapters.slice(at * PER_PAGE, (at + 1) * PER_PAGE)) {
        const number = String(numbers.get(target));
        flow.inside('TOCI', () =>
          flow.inside('Link', () => {
            flow.text(flow.fonts.fit(title, 'regular', SIZE, WIDTH - 50), 0);
            flow.text(number, WIDTH - flow.fonts.width(number, 'regular', SIZE), { color: QUIET });
            link(flow, title, target, y);
          }),
        );
        flow.rule(flow.y - SIZE - 4);
        flow.space(LEADING);
      }
    });
  });
}

function link(flow: PageFlow, title: string, target: PDFPage, y: number): void {
  const { context } = flow.document;
  const dict = context.obj({
    Type: 'Annot',
    Subtype: 'Link',
    Rect: [PAGE.left, Math.round(flow.y - SIZE - 4), PAGE.left + WIDTH, Math.round(flow.y)],
    Border: [0, 0, 0],
    F: 4,
    Contents: PDFHexString.fromText(title),
    Dest: [target.ref, 'XYZ', null, PDFNumber.of(Math.round(y)), null],
  });
  const ref = context.register(dict);
  flow.page.node.addAnnot(ref);
  flow.structure.annotate(flow.page, ref, dict);
}
