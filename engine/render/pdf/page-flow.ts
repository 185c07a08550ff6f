import { PDFDocument, type PDFPage, rgb } from '@cantoo/pdf-lib';
import type { Face, Fonts } from './fonts.ts';

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 54, right: 54, top: 60, bottom: 62 } as const;
export const WIDTH = PAGE.width - PAGE.left - PAGE.right;

export const INK = rgb(0.13, 0.12, 0.1);
export const QUIET = rgb(0.42, 0.4, 0.36);
export const RULE = rgb(0.82, 0.8, 0.75);
export const TINT = rgb(0.96, 0.95, 0.92);
export const ACCENT = rgb(0.05, 0.36, 0.38);

export interface TextStyle {
  face?: Face;
  size?: number;
  color?: ReturnType<typeof rgb>;
}

/** Pages filled from top to bottom; knows nothing of what it draws. */
export class PageFlow {
  readonly document: PDFDocument;
  readonly fonts: Fonts;
  page: PDFPage;
  /** Distance of the next line's top from the lower edge. */
  y: number;

  constructor(document: PDFDocument, fonts: Fonts) {
    this.document = document;
    this.fonts = fonts;
    this.page = document.addPage([PAGE.width, PAGE.height]);
    this.y = PAGE.height - PAGE.top;
  }

  newPage(): void {
    this.page = this.document.addPage([PAGE.width, PAGE.height]);
    this.y = PAGE.height - PAGE.top;
  }

  get isFresh(): boolean {
    return this.y === PAGE.height - PAGE.top;
  }

  /** Begins a new page unless `height` still fits; returns whether it did. */
  need(height: number): boolean {
    if (this.y - height >= PAGE.bottom || this.isFresh) return false;
    this.newPage();
    return true;
  }

  space(height: number): void {
    this.y -= height;
  }

  /** One line at the left edge plus `x`; the caller has made sure that it fits. */
  text(line: string, x: number, { face = 'regular', size = 9.5, color = INK }: TextStyle = {}): void {
    this.textAt(line, PAGE.left + x, this.y - size, { face, size, color });
  }

  /** One line at a place of the page, baseline at `y`. */
  textAt(line: string, x: number, y: number, { face = 'regular', size = 9.5, color = INK }: TextStyle = {}): void {
    if (line === '') return;
    this.page.drawText(line, { x, y, size, font: this.fonts.font(face), color });
  }

  /** Wrapped text with line by line page breaks. */
  lines(text: string, x: number, width: number, style: TextStyle & { leading?: number } = {}): void {
    const { face = 'regular', size = 9.5 } = style;
    const leading = style.leading ?? size * 1.4;
    for (const line of this.fonts.wrap(text, face, size, width)) {
      this.need(leading);
      this.text(line, x, style);
      this.space(leading);
    }
  }

  rule(y = this.y): void {
    this.page.drawLine({ start: { x: PAGE.left, y }, end: { x: PAGE.width - PAGE.right, y }, thickness: 0.5, color: RULE });
  }
}
