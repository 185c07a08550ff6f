import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib';
import { embedFonts, type Face } from './embed-fonts.ts';

export type { Face } from './embed-fonts.ts';

interface Glyph {
  face: Face;
  /** Glyph id as the content stream carries it. */
  hex: string;
  /** Advance in thousandths of the size. */
  width: number;
  /** The box stands for it. */
  substituted: boolean;
}

/** Glyphs of one face in a row. `original` is the text that boxes stand for, where a reader may copy it. */
export interface Piece {
  face: Face;
  hex: string;
  original: string | null;
}

const BOX = '\u25a1';
const ZERO_WIDTH = /[\p{Mn}\u200c\u200d]/u;
/** Controls, direction overrides and lone surrogates: never drawn as such, never copied. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const JOINERS = '\u200c\u200d';
/** The fonts have its letters, and letter by letter they make no words: marks would stand in the wrong place. */
const NEEDS_SHAPING = /\p{Script=Devanagari}/u;
/** Where a word that is wider than its column is broken if it can be. */
const BREAK_AFTER = '/.@:-_|,=';

/** Text in the three embedded faces: measured, wrapped, encoded. */
export class Fonts {
  readonly #fonts: Record<Face, PDFFont>;
  readonly #known: Record<Face, ReadonlySet<number>>;
  readonly #glyphs: Record<Face, Map<string, Glyph>> = {
    regular: new Map(),
    bold: new Map(),
    mono: new Map(),
  };
  /** Characters that no face could show. */
  readonly missing = new Set<string>();

  private constructor(fonts: Record<Face, PDFFont>) {
    this.#fonts = fonts;
    const known = (face: Face) => new Set(fonts[face].getCharacterSet());
    this.#known = { regular: known('regular'), bold: known('bold'), mono: known('mono') };
  }

  static async embed(document: PDFDocument): Promise<Fonts> {
    return new Fonts(await embedFonts(document));
  }

  font(face: Face): PDFFont {
    return this.#fonts[face];
  }

  /** Width in points. */
  width(text: string, face: Face, size: number): number {
    let width = 0;
    for (const char of text) width += this.#glyph(char, face).width;
    return (width * size) / 1000;
  }

  /** One line as glyphs; a character that the face lacks comes from the monospaced one, or is a box. */
  encode(text: string, face: Face): Piece[] {
    const pieces: Piece[] = [];
    let last: Piece | undefined;
    for (const char of text) {
      const glyph = this.#glyph(char, face);
      const original = glyph.substituted && (!UNSAFE.test(char) || JOINERS.includes(char)) ? char : null;
      if (last?.face === glyph.face && (last.original === null) === (original === null)) {
        last.hex += glyph.hex;
        if (original !== null) last.original += original;
      } else {
        last = { face: glyph.face, hex: glyph.hex, original };
        pieces.push(last);
      }
    }
    return pieces;
  }

  /** Lines no wider than `width`; a word that is wider itself is broken. Composed (NFC), each line end honoured. */
  wrap(text: string, face: Face, size: number, width: number): string[] {
    const lines: string[] = [];
    const space = this.width(' ', face, size);
    for (const paragraph of text.normalize('NFC').split(/\r\n|[\n\r\u2028\u2029]/)) {
      let line = '';
      let used = 0;
      paragraph.split(/[\s]/u).forEach((word, i) => {
        const wide = this.width(word, face, size);
        if (i > 0 && used + space + wide <= width) {
          line += ` ${word}`;
          used += space + wide;
          return;
        }
        if (i > 0) lines.push(line);
        line = wide <= width ? word : this.#broken(word, face, size, width, lines);
        used = wide <= width ? wide : this.width(line, face, size);
      });
      lines.push(line);
    }
    return lines;
  }

  /** One line, cut with an ellipsis where it is wider than `width`. */
  fit(text: string, face: Face, size: number, width: number): string {
    const line = text.normalize('NFC').replace(/\s+/gu, ' ');
    if (this.width(line, face, size) <= width) return line;
    const room = width - this.width('…', face, size);
    let used = 0;
    let kept = '';
    for (const char of line) {
      used += this.width(char, face, size);
      if (used > room) break;
      kept += char;
    }
    return `${kept}…`;
  }

  /** Puts full pieces of a long word into `lines` and returns what is left. */
  #broken(word: string, face: Face, size: number, width: number, lines: string[]): string {
    let piece: string[] = [];
    let used = 0;
    for (const char of word) {
      const wide = this.width(char, face, size);
      if (used + wide > width && piece.length > 0) {
        const natural = piece.findLastIndex((candidate) => BREAK_AFTER.includes(candidate)) + 1;
        const cut = natural > piece.length / 2 ? natural : piece.length;
        lines.push(piece.slice(0, cut).join(''));
        piece = piece.slice(cut);
        used = this.width(piece.join(''), face, size);
      }
      piece.push(char);
      used += wide;
    }
    return piece.join('');
  }

  #glyph(char: string, face: Face): Glyph {
    const found = this.#glyphs[face].get(char);
    if (found !== undefined) return found;
    const glyph = this.#made(char, face);
    this.#glyphs[face].set(char, glyph);
    return glyph;
  }

  #made(char: string, face: Face): Glyph {
    if (/\s/u.test(char)) return this.#encoded(' ', face, false);
    const code = char.codePointAt(0)!;
    const drawable = !UNSAFE.test(char) && !NEEDS_SHAPING.test(char);
    const shownBy = drawable
      ? ([face, 'mono'] as const).find((candidate) => this.#known[candidate].has(code))
      : undefined;
    if (shownBy !== undefined) return this.#encoded(char, shownBy, false);
    this.missing.add(char);
    // Parts of a character that is a box already take no room of their own.
    if (ZERO_WIDTH.test(char)) return { face: 'mono', hex: '', width: 0, substituted: true };
    return this.#encoded(BOX, 'mono', true);
  }

  #encoded(char: string, face: Face, substituted: boolean): Glyph {
    const font = this.#fonts[face];
    const hex = font.encodeText(char).asString();
    return { face, hex, width: font.widthOfTextAtSize(char, 1000), substituted };
  }
}
