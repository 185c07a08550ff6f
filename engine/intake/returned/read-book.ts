import { createHash } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import { REVIEW_QUESTIONS } from '#shared/model/review.ts';
import type { Archive } from '../workbook/archive.ts';
import { readParts, type SheetRef, type WorkbookParts } from '../workbook/parts-of.ts';
import { readSheet } from '../workbook/sheet.ts';
import { readXml } from '../workbook/xml.ts';
import {
  DECISION,
  ISSUED_HEADERS,
  ROW_DIGEST,
  ROW_ID,
  SHEETS,
  SIGNED_HEADERS,
  WORKBOOK_FORMAT,
} from './layout.ts';

/** More rows than this no request has: they are of another file, or made to be many. */
const MOST_ROWS = 1_048_576;

/** A row of a sheet by header; cells without a text are left out. */
export type BookRow = ReadonlyMap<string, string>;

/** A review workbook as it came back, nothing checked yet. */
export interface Book {
  decisions: BookRow[];
  questions: BookRow[];
  /** What the reviewer wrote on the sign-off sheet, by line. */
  signed: ReadonlyMap<string, string>;
  /** What the hidden sheet says of the request, by line. */
  issued: ReadonlyMap<string, string>;
  /** When a spreadsheet program last saved it, ISO in UTC; null = it says nothing, or as it went out. */
  saved_at: string | null;
  formulas: number;
  /** Sheets that came back under another name, each with the one it went out under. */
  renamed: { sheet: string; was: string }[];
}

type Role = 'decisions' | 'questions' | 'signed' | 'issued';

/** Headers that a sheet of each kind has, two of which tell it by themselves. */
const TOLD_BY: Readonly<Record<Role, readonly string[]>> = {
  decisions: [DECISION, ROW_ID, ROW_DIGEST],
  questions: [ROW_ID, ...REVIEW_QUESTIONS.map(({ text }) => text)],
  signed: SIGNED_HEADERS,
  issued: ISSUED_HEADERS,
};
const ROLES = Object.keys(TOLD_BY) as Role[];

class HeaderRead extends Error {}

/** The first row of a sheet that holds anything. */
async function headerOf(archive: Archive, { entry }: SheetRef, parts: WorkbookParts): Promise<string[]> {
  let header: string[] = [];
  const first = (cells: readonly (string | null)[]) => {
    header = cells.map((cell) => (cell ?? '').trim());
    throw new HeaderRead();
  };
  await readSheet(archive, entry, parts, first, async () => undefined).catch((error: unknown) => {
    if (!(error instanceof HeaderRead)) throw error;
  });
  return header;
}

/** Which sheet is which: by name, and where one of ours is not there by name, by its headers. */
async function sheetsOf(
  archive: Archive,
  parts: WorkbookParts,
): Promise<{ found: Map<Role, SheetRef>; renamed: Book['renamed'] }> {
  const found = new Map<Role, SheetRef>();
  const renamed: Book['renamed'] = [];
  for (const role of ROLES) {
    const named = parts.sheets.find(({ name }) => name === SHEETS[role]);
    if (named) found.set(role, named);
  }
  if (found.size === ROLES.length) return { found, renamed };
  const ours: ReadonlySet<string> = new Set(Object.values(SHEETS));
  for (const sheet of parts.sheets.filter(({ name }) => !ours.has(name))) {
    const header = await headerOf(archive, sheet, parts);
    const role = ROLES.find(
      (one) => !found.has(one) && TOLD_BY[one].filter((name) => header.includes(name)).length >= 2,
    );
    if (role === undefined) continue;
    found.set(role, sheet);
    renamed.push({ sheet: sheet.name, was: SHEETS[role] });
  }
  return { found, renamed };
}

async function rowsOf(
  archive: Archive,
  sheet: SheetRef | undefined,
  parts: WorkbookParts,
): Promise<{ header: string[]; rows: BookRow[]; formulas: number }> {
  const rows: BookRow[] = [];
  let header: string[] | null = null;
  if (sheet === undefined) return { header: [], rows, formulas: 0 };
  const { formulas } = await readSheet(
    archive,
    sheet.entry,
    parts,
    (cells) => {
      const texts = cells.map((cell) => (cell ?? '').trim());
      if (header === null) {
        header = texts;
        return;
      }
      if (rows.length >= MOST_ROWS)
        throw new TickmarkError(
          'FILE_TOO_COMPLEX',
          `the sheet ${sheet.name} has more than ${MOST_ROWS} rows`,
          { hint: 'Ask for the workbook that was sent out, filled in.' },
        );
      const row = new Map<string, string>();
      texts.forEach((text, i) => {
        const name = header![i] ?? '';
        if (text !== '' && name !== '' && !row.has(name)) row.set(name, text);
      });
      rows.push(row);
    },
    async () => undefined,
  );
  return { header: header ?? [], rows, formulas };
}

/** Lines of a sheet of two columns. */
function lines(rows: readonly BookRow[], names: readonly string[]): Map<string, string> {
  const [what = '', value = ''] = names;
  return new Map(rows.map((row) => [row.get(what) ?? '', row.get(value) ?? '']));
}

/** Whoever writes workbooks without a clock writes this. */
const UNSAVED = '2000-01-01T00:00:00Z';

async function savedAt(archive: Archive): Promise<string | null> {
  const entry = 'docProps/core.xml';
  if (!archive.has(entry)) return null;
  let text = '';
  let inside = false;
  await readXml(archive, entry, {
    open: (name) => {
      inside = /(?:^|:)modified$/.test(name);
    },
    close: () => {
      inside = false;
    },
    text: (part) => {
      if (inside) text += part;
    },
  });
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text.trim())
    ? text.trim().replace(/\.\d+/, '')
    : null;
  return at === UNSAVED ? null : at;
}

/**
 * A workbook of ours that came back; null = another workbook. One whose hidden sheet is gone is still known by its
 * columns, so that nothing slips past the checks.
 */
export async function readBook(archive: Archive): Promise<Book | null> {
  const parts = await readParts(archive);
  const { found: sheets, renamed } = await sheetsOf(archive, parts);
  const issued = await rowsOf(archive, sheets.get('issued'), parts);
  const about = lines(issued.rows, issued.header);
  const found = sheets.get('decisions');
  if (found === undefined && about.get('Format') !== WORKBOOK_FORMAT) return null;
  const decisions = await rowsOf(archive, found, parts);
  const ours = [DECISION, ROW_ID, ROW_DIGEST].filter((name) => decisions.header.includes(name)).length;
  if (about.get('Format') !== WORKBOOK_FORMAT && ours < 2) return null;
  const questions = await rowsOf(archive, sheets.get('questions'), parts);
  const signed = await rowsOf(archive, sheets.get('signed'), parts);
  return {
    decisions: decisions.rows,
    questions: questions.rows,
    signed: lines(signed.rows, signed.header),
    issued: about,
    saved_at: await savedAt(archive),
    formulas: decisions.formulas + questions.formulas,
    renamed,
  };
}

/** SHA-256 (hex) of the digests of all rows as they went out, one a line. */
export function rowsDigest(digests: readonly string[]): string {
  return createHash('sha256')
    .update(digests.map((digest) => `${digest}\n`).join(''))
    .digest('hex');
}
