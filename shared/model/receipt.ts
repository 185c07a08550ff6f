/** What an import leaves behind for each file: the auditor's sheet on information produced by the entity. */

/** Why one record was not loaded. Append only: scripts match on codes. */
export const REJECT_CODES = {
  COLUMN_COUNT: 'The record has more or fewer values than the header has columns',
  BAD_QUOTES: 'Text follows a closing quote inside a value',
  UNCLOSED_QUOTE: 'A quoted value is never closed',
  MISSING_VALUE: 'A required value is absent',
  BAD_VALUE: 'A value cannot be understood as what its column means',
  MALFORMED_JSON: 'The line is not one complete JSON value',
  NOT_AN_OBJECT: 'The record is not an object with named fields',
  DUPLICATE_KEY: 'The record states the same key twice',
  BAD_RECORD: 'The record does not follow the shape that its reader describes',
  UNKNOWN_ROW: 'A returned workbook holds a row that was not sent out in it',
  ALTERED_ROW: 'A returned row differs from the row as it was sent out',
  DOUBLE_DECISION: 'A returned workbook holds the row more than once',
  ASKED_AGAIN: 'The row was sent out again later: only the later request can be answered',
  NO_DECISION: 'The reviewer decided nothing on the row',
  BAD_DECISION: 'The decision or answer is none of the words that were offered, or lacks what goes with it',
} as const;
export type RejectCode = keyof typeof REJECT_CODES;

export interface Reject {
  /** One-based number of the record in the file; headers and blank lines are not records. */
  record: number;
  code: RejectCode;
  message: string;
}

/** Figures over the rows that a file gave to one table. Sums are exact decimal text, moments ISO text in UTC. */
export interface TableReceipt {
  table: string;
  rows: number;
  /** Control totals by numeric column. */
  totals: Record<string, string>;
  /** Earliest and latest by date column; columns without any value are left out. */
  ranges: Record<string, { min: string; max: string }>;
  /** Rows beyond the first with the same natural key; null = the reader states no key. */
  duplicates: number | null;
  /** Rows whose leading date lies outside the engagement's period; null = the table has no such date. */
  out_of_period: number | null;
  /** Moments of the snapshots in the file. */
  as_of: string[];
}

export interface Receipt {
  /** First 16 hex digits of the file's SHA-256; every canonical row carries it. */
  source_id: string;
  /** Path inside the folder that was imported (or the file's own name), with forward slashes. */
  file: string;
  sha256: string;
  size_bytes: number;
  /** As received: utf-8, utf-8-bom, utf-16le, utf-16be, windows-1252, or the code page that was stated; binary containers have none. */
  encoding: string | null;
  /** csv, ndjson, json, yaml or xlsx, with a `.gz` suffix where it came compressed. */
  format: string;
  /** null = no reader claims it: kept as a table of the schema raw, not mapped. */
  reader: string | null;
  reader_version: number | null;
  tables: string[];
  /** Records; `read` is always `loaded + rejected`. One record may give rows to several tables. */
  read: number;
  loaded: number;
  rejected: number;
  /** The first hundred; all of them, with their raw text, are kept with the engagement. */
  rejects: Reject[];
  rows: TableReceipt[];
  /** Hash-chained logs that the file holds, to be verified from the file itself. */
  chains: string[];
  /** How it was read, and what was lost by reading it. */
  notes: string[];
  /** Who handed it over, as told. */
  supplied_by: string | null;
  /** The outbox of this engagement made it: what was sent out, which the journal knows by digest. */
  origin?: 'outbox';
  /** Id of the review workbook that came back with it. */
  workbook?: string;
  /** The user named the reader; else it was found by the file's content. */
  reader_named?: true;
  /** SHA-256 of the mapping, where the reader is one that was made by hand in this engagement. */
  mapping_sha256?: string;
  /** Moment of observation that was stated for the file, which does not state one itself. */
  as_of_stated?: { moment: string; by: 'user' | 'file_name' };
  /** Tables of the schema raw that hold the file as text, with its headers. They stay when it is mapped later. */
  raw?: RawTable[];
  /** Other names under which identical bytes came in. */
  also_named?: string[];
  /** Source that this one replaces. */
  replaces?: string;
  /** Source that replaces this one: its rows are in no table, its file and receipt are kept. */
  superseded_by?: string;
  /** The identical file had been imported before; nothing was loaded again. */
  already?: true;
}

/** A part of a file that is kept as text. */
export interface RawTable {
  /** With its schema: `raw.users`. */
  table: string;
  /** Sheet, or path of the list in a document; null where the file is the part. */
  part: string | null;
  format: 'csv' | 'xlsx' | 'ndjson' | 'json' | 'yaml' | 'text';
  /** Where the records lie in a document; '' = its root. */
  records: string;
  /** The records are the members of an object, their names the key `$key`. */
  keyed?: true;
  /** Headers or keys as the file writes them, and the columns of the table. */
  columns: { header: string; column: string }[];
}

export interface ImportFailure {
  file: string;
  code: string;
  message: string;
  hint?: string;
}

export interface ImportResult {
  receipts: Receipt[];
  failed: ImportFailure[];
  /** Entries of a folder that are no evidence (system files) and were left out. */
  skipped: { file: string; reason: string }[];
}
