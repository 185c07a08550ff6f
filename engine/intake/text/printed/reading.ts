import { BOX_RULE, COUNT, DASHES, EXPANDED, type Form, PSQL_RULE, SAP_RULE, VERTICAL } from './form.ts';

/** One row of the table, in the order of the text. */
export interface PrintedRow {
  /** Counted from 1, rows that do not fit included. */
  record: number;
  raw: string;
  /** Null where the line does not fit the columns of the headings. */
  cells: readonly (string | null)[] | null;
}

interface Row {
  line: number;
  raw: string;
  cells: (string | null)[] | null;
  /** Of a table with other headings than the first. */
  foreign: boolean;
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

/**
 * Takes printed lines, one after another, and gives each row when it is complete: the line after a row may continue it, or
 * show that it was the headings of the next table.
 */
export class Reading {
  readonly header: string[] = [];
  /** Rows given. */
  records = 0;
  /** Row counts that the client printed. */
  stated: number | null = null;
  asides = 0;
  /** Rows of tables with other headings than the first. */
  other = 0;
  readonly #form: Form;
  readonly #give: (row: PrintedRow) => void;
  #last: Row | null = null;
  #previous: string | null = null;
  #rule = '';
  #within = false;
  #foreign = false;
  #continued = false;
  #record: { line: number; raw: string[]; cells: Map<string, string> } | null = null;

  constructor(form: Form, give: (row: PrintedRow) => void) {
    this.#form = form;
    this.#give = give;
  }

  line(text: string, number: number): void {
    if (this.#form === 'expanded' || this.#form === 'vertical') this.#pair(text, number);
    else this.#tabular(text, number);
    this.#previous = text;
  }

  end(): void {
    this.#closeRecord();
    this.#complete();
  }

  #row(line: number, raw: string, cells: Row['cells']): void {
    this.#complete();
    this.#last = { line, raw, cells, foreign: this.#foreign };
  }

  #complete(): void {
    const row = this.#last;
    this.#last = null;
    if (row === null) return;
    if (row.foreign) this.other += 1;
    else this.#give({ record: (this.records += 1), raw: row.raw, cells: row.cells });
  }

  #count(text: string): void {
    const count = /\d+/.exec(text);
    if (count && !this.#foreign) this.stated = (this.stated ?? 0) + Number(count[0]);
  }

  #begin(header: string[], rule: string): void {
    this.#rule = rule;
    this.#within = true;
    if (this.header.length === 0) this.header.push(...header);
    this.#foreign = header.join('\u0000') !== this.header.join('\u0000');
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
        else if (bare !== '') this.asides += 1;
        return;
      }
      const cells = bare
        .slice(1, -1)
        .split(separator)
        .map((cell) => cell.trim());
      if (before && !this.#within) return this.#begin(cells, '');
      // SAP repeats the headings on each page.
      if (this.#form === 'sap' && cells.join('|') === this.header.join('|')) return;
      const sound = cells.length === this.header.length || this.#foreign;
      const value = (cell: string) =>
        cell === 'NULL' || (this.#form === 'sap' && cell === '') ? null : cell;
      this.#row(number, bare, sound ? cells.map(value) : null);
      return;
    }
    const isRule = this.#form === 'psql' ? PSQL_RULE.test(bare) : DASHES.test(bare);
    if (isRule && this.#previous !== null && this.#previous.trim() !== '' && !this.#continued) {
      // The line before was taken for a row of the table above, or for an aside.
      if (this.#within && this.#last?.line === number - 1) this.#last = null;
      else if (this.asides > 0) this.asides -= 1;
      const header = this.#split(this.#previous, bare).map((cell) => cell.trim());
      return this.#begin(header, bare);
    }
    if (bare === '' || COUNT.test(bare.trim())) {
      if (bare !== '') this.#count(bare);
      if (this.#within) this.#within = false;
      return;
    }
    if (!this.#within) {
      this.asides += 1;
      return;
    }
    const pieces = this.#form === 'psql' ? cellsOf(text, this.#rule) : this.#split(text, this.#rule);
    const last = this.#last;
    if (pieces && this.#continued && last?.cells) {
      last.cells = joined(last.cells, pieces);
      last.raw += `\n${bare}`;
    } else {
      const cells = pieces?.map((piece) => {
        const value = piece.trim().replace(/\s*\+$/, '');
        return value === '' || (this.#form === 'dashes' && value === 'NULL') ? null : value;
      });
      this.#row(number, bare, cells ?? null);
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
      this.asides += 1;
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
    const { header } = this;
    if (header.length === 0) header.push(...record.cells.keys());
    const same = record.cells.size === header.length && header.every((name) => record.cells.has(name));
    const cells = header.map((name) => {
      const value = record.cells.get(name) ?? '';
      return value === '' || (this.#form === 'vertical' && value === 'NULL') ? null : value;
    });
    this.#row(record.line, record.raw.join('\n'), same ? cells : null);
  }
}
