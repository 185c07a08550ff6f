import type { Reject } from '#shared/model/receipt.ts';
import { quoteLiteral } from '#engine/store/index.ts';
import { maskCells, maskRow, maskSecrets } from './secrets.ts';

export interface RawReject extends Reject {
  /** Text of the record as received, null where it is larger than is worth keeping. */
  raw: string | null;
}

/** The text that SQL reads: the source itself, or what was derived from it under .work/. */
export interface PartFile {
  path: string;
  original: boolean;
  /** Bytes. */
  size: number;
}

/** Something that holds records, ready for SQL: a whole file, a sheet of a workbook, a document. */
export interface Part {
  /** Sheet name; null where the file is the part. */
  label: string | null;
  /** cells: columns c0 … cN. json: one column j with an object, and o, the path it came from, where numbered. */
  shape: 'cells' | 'json';
  /** Header texts by position (cells). */
  fields: readonly string[];
  /** Keys seen in the first records (json) by record list, and by `list>member` for lists inside records. */
  keys: ReadonlyMap<string, readonly string[]>;
  /** Lines by record list, where that differs from `records`. */
  lines: ReadonlyMap<string, number>;
  /**
   * Every record was seen to be one JSON object, so that SQL need not look again; `doubled`: some may state a key twice.
   */
  sound?: { doubled: boolean } | null;
  /** The records are the members of an object: each has its name as `$key`. */
  keyed?: boolean;
  /** Widest record in bytes. */
  widest: number;
  file: PartFile;
  /** false: record numbers follow from the order of rows. true: the first column, n, states them. */
  numbered: boolean;
  /** Bytes of space lie beside delimiters, so values need trimming. */
  padded: boolean;
  delimiter: string;
  /** What ends the records of the file; guessing would take a line end inside quotes for it. */
  lineEnd: '\n' | '\r\n';
  /** All records, rejected ones included. */
  records: number;
  /** Records that never reach SQL. */
  rejects: readonly RawReject[];
  /** Raw text of records by number, for rejects found while loading. */
  rawText: (records: ReadonlySet<number>) => Promise<Map<number, string>>;
  notes: readonly string[];
}

/** A line separator of values that cannot occur in text that passed the checks for control characters. */
export const LINE_DELIMITER = '\u0001\u0002';

const KEEP = 4096;
/** Nothing further on can come within what is kept, unless masks have made room for it. */
const LOOKED_AT = 4 * KEEP;
const SLACK = 1 << 16;
const LARGEST_BUFFER = 32 * 2 ** 20;

function cut(text: string): string {
  return text.length <= KEEP ? text : `${text.slice(0, KEEP)}…`;
}

/**
 * Raw text as kept with a reject: whole up to 4,096 characters, then cut with a mark. Rejects are given back to whoever
 * sent the file, so stored passwords in them are masked.
 */
export function keepRaw(text: string): string {
  return cut(maskSecrets(text.slice(0, LOOKED_AT)));
}

/** The same of a line of a table. */
export function keepRow(line: string, header: readonly string[], delimiter: string): string {
  return cut(maskRow(line.slice(0, LOOKED_AT), header, delimiter));
}

/** The same of values that came apart already, as JSON. */
export function keepCells(cells: readonly (string | null)[], header: readonly string[]): string {
  return cut(JSON.stringify(maskCells(cells, header)));
}

/** SQL of the rows of a part as text. `path` is where the file lies by then. */
export function relation(part: Part, path: string): string {
  const names = part.shape === 'cells' ? part.fields.map((_, i) => `c${i}`) : ['j'];
  const stated =
    part.shape === 'json' && part.numbered ? ['n', 'o', 'j'] : part.numbered ? ['n', ...names] : names;
  const columns = stated.map((name) => `'${name}': '${name === 'n' ? 'BIGINT' : 'VARCHAR'}'`).join(', ');
  // Small files get small buffers: DuckDB clears what it allocates, whatever is read into it.
  const widest = part.widest + SLACK;
  const buffer = Math.max(widest * 2, Math.min(part.file.size + SLACK, LARGEST_BUFFER));
  const cells = part.shape === 'cells';
  const options = [
    'auto_detect = false',
    `header = ${cells && !part.numbered}`,
    `delim = ${quoteLiteral(part.shape === 'json' && !part.numbered ? LINE_DELIMITER : part.delimiter)}`,
    cells ? `quote = '"', escape = '"'` : `quote = '', escape = ''`,
    `new_line = '${part.lineEnd === '\n' ? '\\n' : '\\r\\n'}'`,
    'allow_quoted_nulls = false',
    'null_padding = false',
    `max_line_size = ${widest}`,
    `buffer_size = ${buffer}`,
    `columns = {${columns}}`,
  ];
  return `read_csv(${quoteLiteral(path)}, ${options.join(', ')})`;
}
