import {
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFOperator,
  PDFOperatorNames,
  type PDFPage,
} from '@cantoo/pdf-lib';
import { FACES } from './embed-fonts.ts';
import type { Face, Fonts } from './fonts.ts';
import { type Element, Structure, type Tag } from './structure.ts';

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 54, right: 54, top: 56, bottom: 62 } as const;
export const WIDTH = PAGE.width - PAGE.left - PAGE.right;
/** From the first line of a page to its last. */
export const HEIGHT = PAGE.height - PAGE.top - PAGE.bottom;

/** Red, green, blue in 0 to 1. */
export type Ink = readonly [number, number, number];
export const INK: Ink = [0.13, 0.12, 0.1];
export const QUIET: Ink = [0.38, 0.36, 0.32];
export const RULE: Ink = [0.82, 0.8, 0.75];
export const TINT: Ink = [0.96, 0.95, 0.92];
export const ACCENT: Ink = [0.05, 0.36, 0.38];

export interface TextStyle {
  face?: Face;
  size?: number;
  color?: Ink;
}

/** Points with two decimals: finer steps only make the file bigger. */
const rounded = (value: number) => Math.round(value * 100) / 100;
const pt = (value: number) => String(rounded(value));
const op = (name: PDFOperatorNames, ...args: string[]) => PDFOperator.of(name, args);
/** Operators that belong together, as one object: a long report has hundreds of thousands of them. */
const stretch = (last: PDFOperatorNames, before: readonly string[]) =>
  PDFOperator.of(last, [before.join(' ')]);
const utf16 = (text: string) => PDFHexString.fromText(text).toString();

/** Pages filled from top to bottom; knows nothing of what it draws, but in which element of the structure it is. */
export class PageFlow {
  readonly document: PDFDocument;
  readonly fonts: Fonts;
  readonly structure = new Structure();
  page: PDFPage;
  /** Distance of the next line's top from the lower edge. */
  y = 0;
  /** The element whose marked content is open on the page. */
  #marked: Element | null = null;
  /** Inside a figure lines and boxes are its content. */
  #drawing = false;

  constructor(document: PDFDocument, fonts: Fonts) {
    this.document = document;
    this.fonts = fonts;
    this.page = this.newPage();
  }

  newPage(): PDFPage {
    if (this.#marked) this.#unmark();
    this.page = this.document.addPage([PAGE.width, PAGE.height]);
    for (const face of FACES) this.page.node.setFontDictionary(PDFName.of(face), this.fonts.font(face).ref);
    this.y = PAGE.height - PAGE.top;
    return this.page;
  }

  /** Goes back to a page that was left open for later. */
  turnTo(page: PDFPage): void {
    if (this.#marked) this.#unmark();
    this.page = page;
    this.y = PAGE.height - PAGE.top;
  }

  get isFresh(): boolean {
    return this.y === PAGE.height - PAGE.top;
  }

  /** Height that is left on the page. */
  get room(): number {
    return this.y - PAGE.bottom;
  }

  /** Begins a new page unless `height` still fits; returns whether it did. */
  need(height: number): boolean {
    if (this.room >= height || this.isFresh) return false;
    this.newPage();
    return true;
  }

  space(height: number): void {
    this.y -= height;
  }

  /** What is drawn belongs to a new element of this kind, or to a given one. */
  inside(tag: Tag | Element, draw: () => void): void {
    const element = typeof tag === 'string' ? this.structure.add(tag) : tag;
    const outer = this.structure.current;
    this.structure.current = element;
    draw();
    this.structure.current = outer;
  }

  /** What is drawn is decoration: rules, tints, feet of pages. */
  artifact(draw: () => void): void {
    if (this.#drawing) return draw();
    if (this.#marked) this.#unmark();
    this.page.pushOperators(op(PDFOperatorNames.BeginMarkedContent, '/Artifact'));
    draw();
    this.page.pushOperators(op(PDFOperatorNames.EndMarkedContent));
  }

  /** Everything that is drawn is one figure, with a description. It must fit on the page. */
  figure(
    description: string,
    place: { left: number; bottom: number; width: number; height: number },
    draw: () => void,
  ): void {
    const { left, bottom, width, height } = place;
    const box = [left, bottom, left + width, bottom + height].map(rounded);
    const figure = { description, box: box as [number, number, number, number] };
    this.inside(this.structure.addFigure(figure), () => {
      this.#mark();
      this.#drawing = true;
      draw();
      this.#drawing = false;
    });
  }

  /** One line at the left edge plus `x`; the caller has made sure that it fits. */
  text(line: string, x: number, style: TextStyle = {}): void {
    this.textAt(line, PAGE.left + x, this.y - (style.size ?? 9.5), style);
  }

  /** One line at a place of the page, baseline at `y`. */
  textAt(line: string, x: number, y: number, style: TextStyle = {}): void {
    if (line === '') return;
    this.#mark();
    this.#show(line, x, y, style);
  }

  /** One line that is no content. */
  artifactText(line: string, x: number, y: number, style: TextStyle = {}): void {
    this.artifact(() => this.#show(line, x, y, style));
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
    this.box(PAGE.left, y - 0.25, WIDTH, 0.5, RULE);
  }

  /** A filled rectangle; `x` and `y` are its lower left corner. */
  box(x: number, y: number, width: number, height: number, color: Ink): void {
    const before = [
      ...color.map(pt),
      PDFOperatorNames.NonStrokingColorRgb,
      ...[x, y, width, height].map(pt),
      PDFOperatorNames.AppendRectangle,
    ];
    this.artifact(() => this.page.pushOperators(stretch(PDFOperatorNames.FillNonZero, before)));
  }

  /** Straight lines from point to point. */
  polyline(points: readonly (readonly [number, number])[], width: number, color: Ink): void {
    const path = points.flatMap(([x, y], i) => [
      pt(x),
      pt(y),
      i === 0 ? PDFOperatorNames.MoveTo : PDFOperatorNames.LineTo,
    ]);
    if (path.length === 0) return;
    const before = [
      ...color.map(pt),
      PDFOperatorNames.StrokingColorRgb,
      pt(width),
      PDFOperatorNames.SetLineWidth,
      ...path,
    ];
    this.artifact(() => this.page.pushOperators(stretch(PDFOperatorNames.StrokePath, before)));
  }

  #show(line: string, x: number, y: number, { face = 'regular', size = 9.5, color = INK }: TextStyle): void {
    const before: string[] = [
      PDFOperatorNames.BeginText,
      ...color.map(pt),
      PDFOperatorNames.NonStrokingColorRgb,
      pt(x),
      pt(y),
      PDFOperatorNames.MoveText,
    ];
    for (const piece of this.fonts.encode(line, face)) {
      const drawn = [
        `/${piece.face}`,
        pt(size),
        PDFOperatorNames.SetFontAndSize,
        `<${piece.hex}>`,
        PDFOperatorNames.ShowText,
      ];
      if (piece.original === null) before.push(...drawn);
      else {
        const actual = `<< /ActualText ${utf16(piece.original)} >>`;
        before.push(
          '/Span',
          actual,
          PDFOperatorNames.BeginMarkedContentSequence,
          ...drawn,
          PDFOperatorNames.EndMarkedContent,
        );
      }
    }
    this.page.pushOperators(stretch(PDFOperatorNames.EndText, before));
  }

  /** Marked content is opened when text comes, and once for all lines that an element has on a page. */
  #mark(): void {
    const { current } = this.structure;
    if (this.#marked === current) return;
    if (this.#marked) this.#unmark();
    const mcid = this.structure.mark(this.page);
    this.page.pushOperators(
      op(PDFOperatorNames.BeginMarkedContentSequence, `/${current.tag}`, `<< /MCID ${mcid} >>`),
    );
    this.#marked = current;
  }

  #unmark(): void {
    this.page.pushOperators(op(PDFOperatorNames.EndMarkedContent));
    this.#marked = null;
  }

  /** Ends what is open. To be called once, after the last line. */
  end(): void {
    if (this.#marked) this.#unmark();
    this.structure.write(this.document);
  }
}
