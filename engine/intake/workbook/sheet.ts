import { TickmarkError } from '#shared/model/errors.ts';
import { MOST_COLUMNS } from '../most-columns.ts';
import type { Archive } from './archive.ts';
import type { WorkbookParts } from './parts-of.ts';
import { serialText } from './serial.ts';
import { readXml } from './xml.ts';

export interface SheetFacts {
  formulas: number;
  /** Formulas whose value was never saved. */
  unsaved: number;
  errors: number;
  /** Rows with values that are hidden, by a filter or by hand. */
  hidden: number;
}

/** Zero-based column of a reference such as `AB12`. */
export function columnIndex(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const code = letter.charCodeAt(0) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

/** `_x000D_` and the like stand for characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
function unescapeText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
}

/** Calls `each` with the texts of every row of a sheet that holds any value; null where a cell is empty. */
export async function readSheet(
  archive: Archive,
  entry: string,
  parts: WorkbookParts,
  each: (cells: (string | null)[]) => void,
  drain: () => Promise<void>,
): Promise<SheetFacts> {
  const facts: SheetFacts = { formulas: 0, unsaved: 0, errors: 0, hidden: 0 };
  let row: (string | null)[] = [];
  let filled = false;
  let hidden = false;
  let column = -1;
  let type = 'n';
  let style = 0;
  let value: string | null = null;
  let formula = false;
  let collecting = false;
  let phonetic = false;
  const finish = () => {
    if (formula) {
      facts.formulas += 1;
      if (value === null || value === '') facts.unsaved += 1;
    }
    if (value === null) return;
    let text: string = value;
    if (type === 's') text = parts.strings[Number(value)] ?? '';
    else if (type === 'b') text = value === '1' ? 'true' : 'false';
    else if (type === 'e') facts.errors += 1;
    else if (type === 'n') text = serialText(value, parts.styles[style] ?? 'number', parts.date1904);
    if (type === 's' || type === 'inlineStr' || type === 'str') text = unescapeText(text);
    while (row.length <= column) row.push(null);
    row[column] = text;
    if (text !== '') filled = true;
  };
  await readXml(archive, entry, {
    open: (name, attributes) => {
      if (name === 'row') {
        row = [];
        filled = false;
        hidden = attributes['hidden'] === '1' || attributes['hidden'] === 'true';
        column = -1;
      } else if (name === 'c') {
        column = attributes['r'] === undefined ? column + 1 : columnIndex(attributes['r']);
        if (column < 0 || column >= MOST_COLUMNS) {
          throw new TickmarkError('FILE_TOO_COMPLEX', `a sheet uses column ${column + 1}`, {
            hint: `Up to ${MOST_COLUMNS} columns are read.`,
          });
        }
        type = attributes['t'] ?? 'n';
        style = Number(attributes['s'] ?? 0);
        value = null;
        formula = false;
      } else if (name === 'v' || (name === 't' && !phonetic)) {
        collecting = true;
        value ??= '';
      } else if (name === 'f') formula = true;
      else if (name === 'rPh') phonetic = true;
    },
    close: (name) => {
      if (name === 'v' || name === 't') collecting = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'c') finish();
      else if (name === 'row' && filled) {
        if (hidden) facts.hidden += 1;
        each(row);
      }
    },
    text: (text) => {
      if (collecting) value = (value ?? '') + text;
    },
    drain,
  });
  return facts;
}
