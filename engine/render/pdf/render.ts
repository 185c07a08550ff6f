import { createHash } from 'node:crypto';
import { PDFDocument, PDFHexString } from '@cantoo/pdf-lib';
import type { EvidenceDocument } from '../document.ts';
import { drawBlocks, drawFacts, drawVerdict } from './blocks.ts';
import { drawContents, reserveContents } from './contents.ts';
import { Fonts } from './fonts.ts';
import { addOutline, type Bookmark } from './outline.ts';
import { ACCENT, PAGE, PageFlow, QUIET, WIDTH } from './page-flow.ts';

const FOOT_SIZE = 7.5;
const BOXES =
  '□ stands for a character that the fonts of this report do not show; the last chapter lists them.';

/**
 * Renders a document as tagged PDF: fonts embedded, contents, bookmarks, page x of y. The same document gives the
 * same bytes. Text that wraps or is taller than a page goes on on the next; nothing is clipped.
 */
export async function renderPdf(content: EvidenceDocument): Promise<Uint8Array> {
  // No dates: a clock would get into the bytes, and an invented one would mislead.
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(content.title, { showInWindowTitleBar: true });
  document.setSubject(content.subtitle);
  document.setProducer('Tickmark');
  document.setCreator('Tickmark');
  const flow = new PageFlow(document, await Fonts.embed(document));
  const bookmarks: Bookmark[] = [];
  drawCover(flow, content);
  const contents = flow.structure.add('Div');
  const reserved = reserveContents(flow, content.blocks);
  flow.newPage();
  drawBlocks(flow, content.blocks, bookmarks);
  drawMissing(flow, bookmarks);
  flow.inside(contents, () => drawContents(flow, reserved, bookmarks));
  drawFooters(flow, content.footer);
  flow.end();
  addOutline(document, bookmarks);
  setIdentity(document, content);
  return document.save({ useObjectStreams: false, addDefaultPage: false, objectsPerTick: 1000 });
}

/** The file identifier (ISO 32000-1, 14.4) from what the document says. */
function setIdentity(document: PDFDocument, content: EvidenceDocument): void {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
  const id = PDFHexString.of(digest);
  document.context.trailerInfo.ID = document.context.obj([id, id]);
}

function drawCover(flow: PageFlow, { title, subtitle, cover, verdicts }: EvidenceDocument): void {
  flow.space(90);
  flow.box(PAGE.left, flow.y, 36, 3, ACCENT);
  flow.space(16);
  flow.inside('P', () => flow.lines(title, 0, WIDTH, { face: 'bold', size: 26, leading: 34 }));
  flow.inside('P', () => flow.lines(subtitle, 0, WIDTH, { size: 13, color: QUIET, leading: 20 }));
  flow.space(22);
  drawFacts(flow, cover);
  flow.space(8);
  if (verdicts.length > 0) flow.rule();
  flow.space(8);
  for (const { mark, text } of verdicts) drawVerdict(flow, mark, text, 0);
  // Whoever meets boxes in a name on the first page is told here what they are.
  if (flow.fonts.missing.size === 0) return;
  flow.space(10);
  flow.inside('P', () => flow.lines(BOXES, 0, WIDTH, { size: 8.5, color: QUIET }));
}

function drawMissing(flow: PageFlow, bookmarks: Bookmark[]): void {
  const { missing } = flow.fonts;
  if (missing.size === 0) return;
  const codes = [...missing].map((char) => char.codePointAt(0)!).sort((a, b) => a - b);
  const named = codes.map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`).join(', ');
  const text = `The fonts of this report do not show these characters; a box stands in their place. Text copied from here and the machine-readable files carry them as received, control characters the files alone: ${named}.`;
  drawBlocks(
    flow,
    [
      { kind: 'heading', level: 1, text: 'Characters that could not be printed' },
      { kind: 'paragraph', text },
    ],
    bookmarks,
  );
}

function drawFooters(flow: PageFlow, footer: string): void {
  const pages = flow.document.getPages();
  const style = { size: FOOT_SIZE, color: QUIET };
  const y = PAGE.bottom - 26;
  pages.forEach((page, i) => {
    flow.turnTo(page);
    flow.rule(PAGE.bottom - 14);
    const number = `page ${i + 1} of ${pages.length}`;
    flow.artifactText(flow.fonts.fit(footer, 'regular', FOOT_SIZE, WIDTH - 90), PAGE.left, y, style);
    flow.artifactText(
      number,
      PAGE.width - PAGE.right - flow.fonts.width(number, 'regular', FOOT_SIZE),
      y,
      style,
    );
  });
}
