import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepRaw, type Part, type RawReject } from '../part.ts';
import { writeRecord } from '../table/record.ts';
import type { TextHead } from './kit.ts';
import { eachLine } from './lines.ts';

/**
 * Tables as database clients print them for people: psql (aligned, and \x), mysql (in boxes, and \G), sqlcmd and SQL*Plus
 * (a line of dashes under the headings). They are made into tables like any other, so that the readers of those take them.
 */

const PSQL_RULE = /^-+(?:\+-+)*\s*$/;
const BOX_RULE = /^\+-+(?:\+-+)*\+$/;
const SAP_RULE = /^-{5,}$/;
const DASHES = /^-{2,}(?: +-{2,})*\s*$/;
const COUNT = /^\(\d+ (?:rows?|records?)(?: affected)?\)$|^\d+ rows? in set|^\d+ rows selected|^Empty set/i;
const PROMPT = /^(?:\S*[=-][#>] |mysql> |MariaDB \[[^\]]*\]> |SQL> |\d+> )/;
const TITLE = /^\s{3,}[A-Z][\w ".]*$/;
const EXPANDED = /^-\[ RECORD \d+ \][-+]*$/;
const VERTICAL = /^\*{10,} \d+\. row \*{10,}$/;

interface Row {
  line: number;
  raw: string;
  cells: (string | null)[] | null;
}

interface Printed {
  header: string[];
  rows: Row[];
  /** Row counts that the client printed. */
  stated: number | null;
  asides: number;
}

type Form = 'psql' | 'box' | 'sap' | 'dashes' | 'expanded' | 'vertical';

function isNoise(line: string): boolean {
  return line.trim() === '' || COUNT.test(line.trim()) || PROMPT.test(line) || TITLE.test(line);
}

/** Which client printed a text, if one did and nothing else is in it. */
export function printedForm(head: TextHead): Form | null {
  const lines = head.lines.slice(0, 200);
  if (
    lines.some((line) => EXPANDED.test(line)) &&
    lines.every((line) => EXPANDED.test(line) || / \| |\|$/.test(line) || isNoise(line))
  )
    return 'expanded';
  if (
    lines.some((line) => VERTICAL.test(line)) &&
    lines.every((line) => VERTICAL.test(line) || /^\s*[\w ]+: ?/.test(line) || isNoise(line))
  )
    return 'vertical';
  if (
    lines.filter((line) => BOX_RULE.test(line)).length >= 2 &&
    lines.every((line) => BOX_RULE.test(line) || /^\|.*\|$/.test(line) || isNoise(line))
  )
    return 'box';
  const framed = lines.filter((line) => /^\|.*\|$/.test(line.trimEnd()));
  const sapRule = lines.findIndex((line) => SAP_RULE.test(line.trimEnd()));
  if (
    sapRule >= 0 &&
    sapRule < 10 &&
    framed.length >= 2 &&
    lines
      .slice(sapRule)
      .every((line) => SAP_RULE.test(line.trimEnd()) || line.startsWith('|') || isNoise(line))
  )
    return 'sap';
  const rule = lines.findIndex((line, i) => i > 0 && PSQL_RULE.test(line) && line.includes('+'));
  if (rule > 0 && lines[rule - 1]!.split('|').length === lines[rule]!.split('+').length) {
    const ok = lines.every(
      (line, i) => i === rule || line.includes('|') || PSQL_RULE.test(line) || isNoise(line),
    );
    return ok ? 'psql' : null;
  }
  const dashes = lines.findIndex((line, i) => i > 0 && DASHES.test(line) && line.trim().includes(' '));
  if (dashes > 0 && dashes <= 3 && lines.slice(0, dashes - 1).every(isNoise)) return 'dashes';
  return null;
}

/** Pieces of a line between the places of a rule's marks. */
function slice(line: string, rule: string, mark: string): string[] | null {
  const pieces: string[] = [];
  let from = 0;
  for (let at = rule.indexOf(mark); at >= 0; at = rule.indexOf(mark, at + 1)) {
    if (line.length > at && line[at] !== '|') return null;
    pieces.push(line.slice(from, at));
    from = at + 1;
  }
  pieces.push(line.slice(from));
  return pieces;
}

function cellsOf(line: string, rule: string): string[] | null {
  const marks = rule.split('+').length;
  const placed = slice(line, rule, '+');
  if (placed && line.split('|').length >= marks) return placed;
  // Wide characters move the bars; counting them is enough unless a value has one.
  const parts = line.split('|');
  return parts.length === marks ? parts : null;
}

function joined(above: (string | null)[], below: readonly string[]): (string | null)[] {
  return above.map((cell, i) => {
    const more = below[i]?.trim() ?? '';
    return more === '' ? cell : `${cell ?? ''}\n${more.replace(/\+$/, '').trimEnd()}`;
  });
}

/** Takes printed lines, one after another; tables with other headings than the first are told apart by `other`. */
class Reading {
  readonly printed: Printed = { header: [], rows: [], stated: null, asides: 0 };
  /** Lines of tables with other headings than the first. */
  other = 0;
  readonly #form: Form;
  #previous: string | null = null;
  #rule = '';
  #within = false;
  #foreign = false;
  #continued = false;
  #record: { line: number; raw: string[]; cells: Map<string, string> } | null = null;

  constructor(form: Form) {
    this.#form = form;
  }

  line(text: string, number: number): void {
    if (this.#form === 'expanded' || this.#form === 'vertical') this.#pair(text, number);
    else this.#tabular(text, number);
    this.#previous = text;
  }

  end(): void {
    this.#closeRecord();
  }

  #row(row: Row): void {
    if (this.#foreign) this.other += 1;
    else this.printed.rows.push(row);
  }

  #count(text: string): void {
    const count = /\d+/.exec(text);
    if (count && !this.#foreign) this.printed.stated = (this.printed.stated ?? 0) + Number(count[0]);
  }

  #begin(header: string[], rule: string): void {
    this.#rule = rule;
    this.#within = true;
    if (this.printed.header.length === 0) this.printed.header = header;
    this.#foreign = header.join('\u0000') !== this.printed.header.join('\u0000');
  }

  #tabular(text: string, number: number): void {
    const bare = text.trimEnd();
    if (this.#form === 'box' || this.#form === 'sap') {
      const [rule, separator] = this.#form === 'box' ? [BOX_RULE, ' | '] : [SAP_RULE, '|'];
      if (rule.test(bare)) return;
      const before = rule.test((this.#previous ?? '').trimEnd());
      if (!/^\|.*\|$/.test(bare)) {
        this.#within = false;
        if (COUNT.test(bare.trim())) this.#count(bare);
        else if (bare !== '') this.printed.asides += 1;
        return;
      }
      const cells = bare
        .slice(1, -1)
        .split(separator)
        .map((cell) => cell.trim());
      if (before && !this.#within) return this.#begin(cells, '');
      // SAP repeats the headings on each page.
      if (this.#form === 'sap' && cells.join('|') === this.printed.header.join('|')) return;
      const sound = cells.length === this.printed.header.length || this.#foreign;
      const value = (cell: string) =>
        cell === 'NULL' || (this.#form === 'sap' && cell === '') ? null : cell;
      this.#row({ line: number, raw: bare, cells: sound ? cells.map(value) : null });
      return;
    }
    const isRule = this.#form === 'psql' ? PSQL_RULE.test(bare) : DASHES.test(bare);
    if (isRule && this.#previous !== null && this.#previous.trim() !== '' && !this.#continued) {
      // The line before was taken for a row of the table above, or for an aside.
      if (this.#within && this.printed.rows.at(-1)?.line === number - 1) this.printed.rows.pop();
      else if (this.printed.asides > 0) this.printed.asides -= 1;
      const header = this.#split(this.#previous, bare).map((cell) => cell.trim());
      return this.#begin(header, bare);
    }
    if (bare === '' || COUNT.test(bare.trim())) {
      if (bare !== '') this.#count(bare);
      if (this.#within) this.#within = false;
      return;
    }
    if (!this.#within) {
      this.printed.asides += 1;
      return;
    }
    const pieces = this.#form === 'psql' ? cellsOf(text, this.#rule) : this.#split(text, this.#rule);
    const last = this.printed.rows.at(-1);
    if (pieces && this.#continued && last?.cells) {
      last.cells = joined(last.cells, pieces);
      last.raw += `\n${bare}`;
    } else {
      const cells = pieces?.map((piece) => {
        const value = piece.trim().replace(/\s*\+$/, '');
        return value === '' || (this.#form === 'dashes' && value === 'NULL') ? null : value;
      });
      this.#row({ line: number, raw: bare, cells: cells ?? null });
    }
    this.#continued =
      this.#form === 'psql' &&
      (pieces?.some((piece) => /\s\+$|\+\s*$/.test(piece) && piece.endsWith('+')) ?? false);
  }

  #split(text: string, rule: string): string[] {
    if (this.#form === 'psql') return cellsOf(text, rule) ?? text.split('|');
    const pieces: string[] = [];
    for (const found of rule.matchAll(/-+/g)) {
      const last = found.index + found[0].length >= rule.length;
      pieces.push(text.slice(found.index, last ? undefined : found.index + found[0].length));
    }
    return pieces;
  }

  #pair(text: string, number: number): void {
    const bare = text.trimEnd();
    if (EXPANDED.test(bare) || VERTICAL.test(bare)) {
      this.#closeRecord();
      this.#record = { line: number, raw: [], cells: new Map() };
      return;
    }
    if (bare === '' || COUNT.test(bare.trim())) {
      this.#closeRecord();
      if (bare !== '') this.#count(bare);
      return;
    }
    if (this.#record === null) {
      this.printed.asides += 1;
      return;
    }
    const at = bare.indexOf(this.#form === 'expanded' ? '|' : ':');
    this.#record.raw.push(bare);
    if (at > 0) this.#record.cells.set(bare.slice(0, at).trim(), bare.slice(at + 1).trim());
  }

  #closeRecord(): void {
    const record = this.#record;
    this.#record = null;
    if (record === null) return;
    const { header } = this.printed;
    if (header.length === 0) header.push(...record.cells.keys());
    const same = record.cells.size === header.length && header.every((name) => record.cells.has(name));
    const cells = header.map((name) => {
      const value = record.cells.get(name) ?? '';
      return value === '' || (this.#form === 'vertical' && value === 'NULL') ? null : value;
    });
    this.printed.rows.push({ line: record.line, raw: record.raw.join('\n'), cells: same ? cells : null });
  }
}

const NAMES: Readonly<Record<Form, string>> = {
  psql: 'a table as psql prints it',
  sap: 'a list as SAP saves it (unconverted)',
  box: 'a table as the mysql client prints it',
  dashes: 'a table with a line of dashes under its headings',
  expanded: 'records as psql prints them with \\x',
  vertical: 'records as the mysql client prints them with \\G',
};

/** A printed table as a part with cells. Its printed row counts are compared with the rows found. */
export async function openPrinted(
  path: string,
  form: Form,
  scratch: string,
  signal?: AbortSignal,
): Promise<Part> {
  const reading = new Reading(form);
  await eachLine(
    path,
    (line, number) => reading.line(number === 1 ? line.replace(/^\uFEFF/, '') : line, number),
    signal,
  );
  reading.end();
  const { header, rows, stated, asides } = reading.printed;
  const rejects: RawReject[] = [];
  const lines: string[] = [];
  rows.forEach((row, i) => {
    if (row.cells) {
      const values = row.cells.map((cell) => (cell === null ? null : { text: cell, quoted: true }));
      lines.push(writeRecord(values, i + 1));
    } else
      rejects.push({
        record: i + 1,
        code: 'COLUMN_COUNT',
        message: 'the line does not fit the columns of the headings',
        raw: keepRaw(row.raw),
      });
  });
  const target = join(scratch, 'printed.csv');
  const text = Buffer.from(lines.join(''), 'utf8');
  await writeFile(target, text, { mode: 0o600 });
  const notes = [NAMES[form]];
  if (stated !== null)
    notes.push(
      stated === rows.length
        ? `the client printed a count of ${stated} rows, and as many are here`
        : `the client printed a count of ${stated} rows, but ${rows.length} are here: lines may be missing`,
    );
  if (asides > 0) notes.push(`${asides} line${asides === 1 ? '' : 's'} outside the table passed over`);
  if (reading.other > 0)
    notes.push(
      `${reading.other} rows of further tables with other headings are not read: hand each over as a file of its own`,
    );
  return {
    label: null,
    shape: 'cells',
    fields: header,
    keys: new Map(),
    lines: new Map(),
    widest: Math.max(64, ...lines.map((line) => Buffer.byteLength(line))),
    file: { path: target, original: false, size: text.length },
    numbered: true,
    padded: false,
    delimiter: ',',
    lineEnd: '\n',
    records: rows.length,
    rejects,
    rawText: (wanted) =>
      Promise.resolve(new Map([...wanted].map((n) => [n, keepRaw(rows[n - 1]?.raw ?? '')]))),
    notes,
  };
}
