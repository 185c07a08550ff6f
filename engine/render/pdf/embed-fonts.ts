import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';

/** Noto Sans and Noto Sans Mono (SIL Open Font License 1.1); NOTICE.md says what they show. */
const FILES = {
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  mono: '@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf',
} as const;

export type Face = keyof typeof FILES;
export const FACES = Object.keys(FILES) as readonly Face[];

/** Names of the embedded subsets; ISO 32000-1, 9.6.4 asks for a tag of six capitals. */
const NAMES: Readonly<Record<Face, string>> = {
  regular: 'TMKREG+NotoSans-Regular',
  bold: 'TMKBLD+NotoSans-SemiBold',
  mono: 'TMKMNO+NotoSansMono-Regular',
};

/** Printable ASCII. In every subset, and first: glyphs that stand for several characters copy as these. */
const ASCII = Array.from({ length: 0x7e - 0x20 + 1 }, (_, i) => String.fromCodePoint(0x20 + i)).join('');

/** Registers the three faces with a document; only the glyphs that are used get into the file. */
export async function embedFonts(document: PDFDocument): Promise<Record<Face, PDFFont>> {
  document.registerFontkit(fontkit as never);
  const require = createRequire(import.meta.url);
  const load = async (face: Face) => {
    const font = await document.embedFont(readFileSync(require.resolve(FILES[face])), {
      subset: true,
      customName: NAMES[face],
      features: { liga: false },
    });
    for (const char of ASCII) font.encodeText(char);
    return font;
  };
  return { regular: await load('regular'), bold: await load('bold'), mono: await load('mono') };
}
