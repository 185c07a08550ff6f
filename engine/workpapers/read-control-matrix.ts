import * as z from 'zod/mini';
import { type ControlDefinition, controlDefinition } from '#shared/contract/control-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { Archive } from '#engine/intake/workbook/archive.ts';
import { readParts } from '#engine/intake/workbook/parts-of.ts';
import { readSheet } from '#engine/intake/workbook/sheet.ts';
import { parseCsv } from '#engine/requests/index.ts';

/** Headings by the member that they fill; letters only, the rest counts as "_". */
const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  id: ['id', 'control_id', 'control_no', 'control_ref'],
  title: ['title', 'control', 'control_title', 'control_name'],
  risk: ['risk', 'objective', 'control_objective'],
  description: ['description', 'control_description', 'control_activity'],
  owner: ['owner', 'control_owner'],
  frequency: ['frequency', 'control_frequency'],
  references: ['references', 'reference', 'requirement', 'requirements'],
  procedures: ['procedures', 'procedure'],
};
const LISTS = new Set(['references', 'procedures']);

/** The first sheet of a workbook as rows of texts. Throws FILE_TRUNCATED, FILE_MALFORMED. */
export async function sheetRows(path: string): Promise<string[][]> {
  const archive = await Archive.open(path);
  try {
    const parts = await readParts(archive);
    const rows: string[][] = [];
    const [first] = parts.sheets;
    if (first !== undefined) {
      const keep = (cells: (string | null)[]) => rows.push(cells.map((cell) => cell ?? ''));
      await readSheet(archive, first.entry, parts, keep, async () => undefined);
    }
    return rows;
  } finally {
    archive.close();
  }
}

function memberOf(heading: string): string | undefined {
  const name = heading
    .trim()
    .toLowerCase()
    .replace(/[^a-z]+/g, '_')
    .replace(/^_|_$/g, '');
  return Object.keys(HEADINGS).find((member) => HEADINGS[member]!.includes(name));
}

function controlOf(members: readonly string[], cells: readonly string[], line: number): ControlDefinition {
  const given = members.flatMap((member, i) => {
    const value = (cells[i] ?? '').trim();
    if (value === '') return [];
    const list = value
      .split(/[;\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
    return [[member, LISTS.has(member) ? list : member === 'frequency' ? value.toLowerCase() : value]];
  });
  const parsed = z.safeParse(controlDefinition, Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TickmarkError(
    'FILE_MALFORMED',
    `control ${line} of the matrix: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`,
    { hint: 'Each control needs an id and a title. Nothing was taken in.' },
  );
}

/** A control matrix: header, then a control a row. Throws FILE_EMPTY, FILE_MALFORMED naming the column or the control. */
export function parseControls(rows: readonly string[][]): ControlDefinition[] {
  const [header, ...records] = rows;
  if (header === undefined || records.length === 0) {
    throw new TickmarkError('FILE_EMPTY', 'the matrix holds no controls', {
      hint: 'Check that it is the right file.',
    });
  }
  const members = header.map(memberOf);
  const unknown = header.filter((heading, i) => members[i] === undefined && heading.trim() !== '');
  const named = members.filter((member) => member !== undefined);
  const twice = named.find((member, i) => named.indexOf(member) !== i);
  if (unknown.length > 0 || twice !== undefined) {
    throw new TickmarkError(
      'FILE_MALFORMED',
      unknown.length > 0
        ? `the matrix has a column that is not known: ${unknown.join(', ')}`
        : `two columns of the matrix give the ${twice}`,
      { hint: `Columns: ${Object.keys(HEADINGS).join(', ')}. Nothing was taken in.` },
    );
  }
  // Columns without a heading are empty in every row, or the file is not understood.
  return records.map((cells, i) =>
    controlOf(
      members.map((member) => member ?? ''),
      cells,
      i + 1,
    ),
  );
}

/** The controls of a CSV text. */
export function parseControlCsv(text: string): ControlDefinition[] {
  return parseControls(parseCsv(text));
}
