import { createHash } from 'node:crypto';
import { PDFDocument, PDFHexString } from '@cantoo/pdf-lib';
import type { Block, EvidenceDocument } from '../document.ts';
import { Fonts } from './fonts.ts';
import { drawMark } from './marks.ts';
import { addOutline, type Bookmark } from './outline.ts';
import { ACCENT, PAGE, PageFlow, QUIET, RULE, TINT, WIDTH } from './page-flow.ts';
import { drawTable } from './table.ts';

/** Dates that the format asks for; no clock gets into the bytes. */
const FIXED_DATE = new Date(Date.UTC(2000, 0, 1));
const CODE_SIZE = 7;

/**
 * Renders a document as PDF: fonts embedded, bookmarks, page x of y. The same document gives the same bytes.
 * Text that wraps or is taller than a page goes on on the next; nothing is clipped.
 */
export async function renderPdf(content: EvidenceDocument): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(content.title, { showInWindowTitleBar: true });
  document.setSubject(content.subtitle);
  document.setProducer('Tickmark');
  document.setCreator('Tickmark');
  document.setLanguage('en');
  document.setCreationDate(FIXED_DATE);
  document.setModificationDate(FIXED_DATE);
  const flow = new PageFlow(document, await Fonts.embed(document));
  const bookmarks: Bookmark[] = [];
  drawCover(flow, content);
  for (const block of content.blocks) drawBlock(flow, block, bookmarks);
  if (flow.fonts.missing.size > 0) {
    const codes = [...flow.fonts.missing].map((char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).sort();
    drawBlock(flow, { kind: 'paragraph', tone: 'quiet', text: `Characters that the embedded fonts cannot show are drawn as a box; the machine-readable files carry them: ${codes.join(', ')}.` }, bookmarks);
  }
  drawFooters(flow, content.footer);
  addOutline(document, bookmarks);
  setIdentity(document, content);
  return document.save({ useObjectStreams: false, addDefaultPage: false });
}

/** The file identifier (ISO 32000-1, 14.4) from what the document says. */
function setIdentity(document: PDFDocument, content: EvidenceDocument): void {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
  const id = PDFHexString.of(digest);
  document.context.trailerInfo.ID = document.context.obj([id, id]);
}

function drawCover(flow: PageFlow, { title, subtitle, cover }: EvidenceDocument): void {
  flow.space(90);
  flow.page.drawRectangle({ x: PAGE.left, y: flow.y, width: 36, height: 3, color: ACCENT });
  flow.space(16);
  flow.lines(title, 0, WIDTH, { face: 'bold', size: 26, leading: 34 });
  flow.lines(subtitle, 0, WIDTH, { size: 13, color: QUIET, leading: 20 });
  flow.space(26);
  drawFacts(flow, cover, 130);
}

function drawBlock(flow: PageFlow, block: Block, bookmarks: Bookmark[]): void {
  switch (block.kind) {
    case 'page':
      if (!flow.isFresh) flow.newPage();
      return;
    case 'heading': {
      const size = block.level === 1 ? 16 : 11.5;
      flow.need(size + 60);
      if (!flow.isFresh) flow.space(block.level === 1 ? 18 : 12);
      bookmarks.push({ title: block.text, level: block.level, page: flow.page.ref, y: flow.y + 4 });
      flow.lines(block.text, 0, WIDTH, { face: 'bold', size, leading: size * 1.35 });
      flow.space(block.level === 1 ? 6 : 3);
      return;
    }
    case 'paragraph':
      flow.lines(block.text, 0, WIDTH, block.tone === 'quiet' ? { color: QUIET, size: 8.5 } : {});
      flow.space(5);
      return;
    case 'list':
      for (const item of block.items) {
        flow.need(14);
        flow.page.drawCircle({ x: PAGE.left + 4, y: flow.y - 6.5, size: 1.3, color: QUIET });
        flow.lines(item, 12, WIDTH - 12);
      }
      flow.space(5);
      return;
    case 'facts':
      drawFacts(flow, block.rows, 190);
      return;
    case 'verdict':
      flow.need(18);
      drawMark(flow.page, block.mark, PAGE.left, flow.y - 10.5, 10);
      flow.lines(block.text, 18, WIDTH - 18, { face: 'bold' });
      flow.space(4);
      return;
    case 'table':
      drawTable(flow, block.columns, block.rows);
      return;
    case 'bars':
      drawBars(flow, block.rows);
      return;
    case 'code':
      drawCode(flow, block.title, block.text);
  }
}

function drawFacts(flow: PageFlow, rows: readonly (readonly [string, string])[], labelWidth: number): void {
  for (const [label, value] of rows) {
    const lines = flow.fonts.wrap(value, 'regular', 9.5, WIDTH - labelWidth);
    flow.need(Math.min(lines.length, 4) * 13.3 + 4);
    const top = flow.y;
    const page = flow.page;
    flow.lines(value, labelWidth, WIDTH - labelWidth);
    for (const [i, text] of flow.fonts.wrap(label, 'regular', 9.5, labelWidth - 10).entries()) {
      page.drawText(text, { x: PAGE.left, y: top - 9.5 - i * 13.3, size: 9.5, font: flow.fonts.font('regular'), color: QUIET });
    }
    flow.space(2);
  }
  flow.space(6);
}

/** Horizontal bars, labelled directly; shares of 1. */
function drawBars(flow: PageFlow, rows: readonly { label: string; value: string; share: number }[]): void {
  const left = 170;
  const room = WIDTH - left - 90;
  for (const { label, value, share } of rows) {
    flow.need(16);
    flow.text(flow.fonts.wrap(label, 'regular', 9, left - 10)[0] ?? '', 0, { size: 9 });
    flow.page.drawRectangle({ x: PAGE.left + left, y: flow.y - 10, width: room, height: 7, color: TINT });
    flow.page.drawRectangle({ x: PAGE.left + left, y: flow.y - 10, width: Math.max(0.7, room * Math.min(1, share)), height: 7, color: ACCENT });
    flow.text(flow.fonts.shown(value, 'regular'), left + room + 8, { size: 9 });
    flow.space(16);
  }
  flow.space(6);
}

function drawCode(flow: PageFlow, title: string, text: string): void {
  flow.need(40);
  flow.lines(title, 0, WIDTH, { face: 'bold', size: 8.5 });
  flow.space(2);
  for (const source of text.replaceAll('\t', '  ').split('\n')) {
    for (const line of flow.fonts.wrap(source.replace(/^ +/, (spaces) => '\u00a0'.repeat(spaces.length)), 'mono', CODE_SIZE, WIDTH - 12)) {
      flow.need(9.4);
      flow.page.drawLine({ start: { x: PAGE.left + 2, y: flow.y }, end: { x: PAGE.left + 2, y: flow.y - 9.4 }, thickness: 1.5, color: RULE });
      flow.text(line, 10, { face: 'mono', size: CODE_SIZE });
      flow.space(9.4);
    }
  }
  flow.space(8);
}

function drawFooters(flow: PageFlow, footer: string): void {
  const pages = flow.document.getPages();
  pages.forEach((page, i) => {
    flow.page = page;
    flow.rule(PAGE.bottom - 14);
    const number = `page ${i + 1} of ${pages.length}`;
    const left = flow.fonts.wrap(footer, 'regular', 7.5, WIDTH - 90)[0] ?? '';
    flow.textAt(left, PAGE.left, PAGE.bottom - 26, { size: 7.5, color: QUIET });
    flow.textAt(number, PAGE.width - PAGE.right - flow.fonts.width(number, 'regular', 7.5), PAGE.bottom - 26, { size: 7.5, color: QUIET });
  });
}
