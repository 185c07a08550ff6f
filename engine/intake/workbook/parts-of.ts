import { posix } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Archive } from './archive.ts';
import { otherArchive } from './other-archive.ts';
import { readXml } from './xml.ts';

export interface SheetRef {
  name: string;
  entry: string;
  hidden: boolean;
}

export interface WorkbookParts {
  sheets: SheetRef[];
  /** Serial 0 is 1904-01-01 instead of 1899-12-30. */
  date1904: boolean;
  strings: readonly string[];
  /** By cell style: how a number is shown. */
  styles: readonly NumberKind[];
}

export type NumberKind = 'number' | 'date' | 'time';

const MOST_STRING_CHARACTERS = 256 * 2 ** 20;

async function relations(
  archive: Archive,
  entry: string,
): Promise<Map<string, { target: string; external: boolean; type: string }>> {
  const found = new Map<string, { target: string; external: boolean; type: string }>();
  if (!archive.has(entry)) return found;
  await readXml(archive, entry, {
    open: (name, attributes) => {
      if (name !== 'Relationship') return;
      const { Id, Target, TargetMode, Type } = attributes;
      if (Id !== undefined && Target !== undefined)
        found.set(Id, { target: Target, external: TargetMode === 'External', type: Type ?? '' });
    },
  });
  return found;
}

async function sharedStrings(archive: Archive, entry: string): Promise<string[]> {
  const strings: string[] = [];
  if (!archive.has(entry)) return strings;
  let text: string | null = null;
  let collecting = false;
  let phonetic = false;
  let size = 0;
  await readXml(archive, entry, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') collecting = !phonetic;
    },
    close: (name) => {
      if (name === 't') collecting = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        strings.push(text ?? '');
        text = null;
      }
    },
    text: (part) => {
      if (text === null || !collecting) return;
      text += part;
      size += part.length;
      if (size > MOST_STRING_CHARACTERS) {
        throw new TickmarkError(
          'FILE_TOO_COMPLEX',
          'the workbook holds more than 256 million characters of text',
          { hint: 'Ask for the data as CSV.' },
        );
      }
    },
  });
  return strings;
}

/** Built-in number formats that show dates or times (ECMA-376 part 1, 18.8.30). */
function builtIn(id: number): NumberKind {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58))
    return 'date';
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return 'time';
  return 'number';
}

/** What a format code shows, literal texts, colours and conditions left aside. */
export function kindOfFormat(code: string): NumberKind {
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .split(';')[0]!;
  if (/general/i.test(bare)) return 'number';
  if (/[yd]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare))) return 'date';
  return /[hs]/i.test(bare) ? 'time' : 'number';
}

async function numberStyles(archive: Archive, entry: string): Promise<NumberKind[]> {
  const custom = new Map<number, NumberKind>();
  const styles: NumberKind[] = [];
  if (!archive.has(entry)) return styles;
  let inCells = false;
  await readXml(archive, entry, {
    open: (name, attributes) => {
      if (name === 'numFmt')
        custom.set(Number(attributes['numFmtId']), kindOfFormat(attributes['formatCode'] ?? ''));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        styles.push(custom.get(id) ?? builtIn(id));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** What a workbook is made of: sheets in their order, shared texts, number styles. Throws FILE_BINARY, FILE_MALFORMED. */
export async function readParts(archive: Archive): Promise<WorkbookParts> {
  const top = await relations(archive, '_rels/.rels');
  const main = [...top.values()].find((relation) => relation.type.endsWith('/officeDocument'));
  const workbook = main ? posix.normalize(main.target.replace(/^\//, '')) : 'xl/workbook.xml';
  if (!archive.has(workbook) || !workbook.endsWith('.xml')) {
    throw otherArchive(archive.names);
  }
  const folder = posix.dirname(workbook);
  const links = await relations(archive, posix.join(folder, '_rels', `${posix.basename(workbook)}.rels`));
  const entryOf = (target: string) => (target.startsWith('/') ? target.slice(1) : posix.join(folder, target));
  const sheets: SheetRef[] = [];
  let date1904 = false;
  await readXml(archive, workbook, {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1];
      const link = id === undefined ? undefined : links.get(id);
      if (!link || link.external || !link.type.endsWith('/worksheet')) return;
      sheets.push({
        name: attributes['name'] ?? '',
        entry: entryOf(link.target),
        hidden: /^(?:hidden|veryHidden)$/.test(attributes['state'] ?? ''),
      });
    },
  });
  const part = (type: string, usual: string) => {
    const link = [...links.values()].find((relation) => relation.type.endsWith(type));
    return link ? entryOf(link.target) : posix.join(folder, usual);
  };
  return {
    sheets,
    date1904,
    strings: await sharedStrings(archive, part('/sharedStrings', 'sharedStrings.xml')),
    styles: await numberStyles(archive, part('/styles', 'styles.xml')),
  };
}
