import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';

/**
 * Noto Sans and Noto Sans Mono (SIL Open Font License 1.1): Latin, Greek and Cyrillic. What they cannot show is drawn
 * as U+25A1 and listed at the end of the report.
 */
const FILES = {
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  mono: '@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf',
} as const;

export type Face = keyof typeof FILES;

const SUBSTITUTE = '□';

export class Fonts {
  readonly #fonts: Record<Face, PDFFont>;
  readonly #known: Record<Face, ReadonlySet<number>>;
  readonly #widths = new Map<string, number>();
  /** Characters that no font could show. */
  readonly missing = new Set<string>();

  private constructor(fonts: Record<Face, PDFFont>) {
    this.#fonts = fonts;
    this.#known = {
      regular: new Set(fonts.regular.getCharacterSet()),
      bold: new Set(fonts.bold.getCharacterSet()),
      mono: new Set(fonts.mono.getCharacterSet()),
    };
  }

  static async embed(document: PDFDocument): Promise<Fonts> {
    document.registerFontkit(fontkit as never);
    const require = createRequire(import.meta.url);
    const load = (face: Face) =>
      document.embedFont(readFileSync(require.resolve(FILES[face])), { subset: true, features: { liga: false } });
    return new Fonts({ regular: await load('regular'), bold: await load('bold'), mono: await load('mono') });
  }

  font(face: Face): PDFFont {
    return this.#fonts[face];
  }

  /** Text as the font can show it: one line, no control characters. */
  shown(text: string, face: Face): string {
    let out = '';
    for (const char of text) {
      const code = char.codePointAt(0)!;
      if (this.#known[face].has(code)) out += char;
      else if (/\s/.test(char)) out += ' ';
      else {
        this.missing.add(char);
        out += this.#known[face].has(SUBSTITUTE.codePointAt(0)!) ? SUBSTITUTE : '?';
      }
    }
    return out;
  }

  /** Width in points. Measured by character: the same text is asked for thousands of times. */
  width(text: string, face: Face, size: number): number {
    let width = 0;
    for (const char of text) {
      const key = `${face}${char}`;
      let unit = this.#widths.get(key);
      if (unit === undefined) {
        unit = this.#fonts[face].widthOfTextAtSize(char, 1000);
        this.#widths.set(key, unit);
      }
      width += unit;
    }
    return (width * size) / 1000;
  }

  /** Lines no wider than `width`; words that are wider themselves are broken. */
  wrap(text: string, face: Face, size: number, width: number): string[] {
    const lines: string[] = [];
    for (const paragraph of text.split('\n')) {
      let line = '';
      for (const word of this.shown(paragraph, face).split(' ')) {
        const candidate = line === '' ? word : `${line} ${word}`;
        if (this.width(candidate, face, size) <= width) {
          line = candidate;
          continue;
        }
        if (line !== '') lines.push(line);
        line = this.#broken(word, face, size, width, lines);
      }
      lines.push(line);
    }
    return lines;
  }

  /** Puts full pieces of a long word into `lines` and returns what is left. Breaks after / . @ : - where it can. */
  #broken(word: string, face: Face, size: number, width: number, lines: string[]): string {
    let rest = word;
    while (this.width(rest, face, size) > width && rest.length > 1) {
      let end = 1;
      while (end < rest.length && this.width(rest.slice(0, end + 1), face, size) <= width) end += 1;
      const natural = Math.max(...['/', '.', '@', ':', '-', '_', '|'].map((mark) => rest.lastIndexOf(mark, end - 1))) + 1;
      const cut = natural > end / 2 ? natural : end;
      lines.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    return rest;
  }
}
