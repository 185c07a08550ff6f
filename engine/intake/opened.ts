import type { Store } from '#engine/store/index.ts';
import type { OpenDocument } from './document/document.ts';
import type { Part } from './part.ts';
import type { StatedMoment } from './moment.ts';
import type { Reader } from './registry.ts';

/** Taken in as text: `raw` as the table or document that it is, `lines` line by line. */
export type AsText = 'raw' | 'lines';

/** A file opened by what its bytes are: parts that SQL can read, or a document whose records a reader must find. */
export type OpenedFile =
  | {
      format: 'csv' | 'ndjson' | 'xlsx';
      parts: readonly Part[];
      encoding: string | null;
      notes: readonly string[];
    }
  | {
      format: 'text';
      /** Line-oriented text is opened by the reader that knows its form; null = kept line by line. */
      reader: Reader | null;
      parts: readonly Part[];
      encoding: string;
      notes: readonly string[];
    }
  | {
      /** xlsx: a review workbook that came back, held against what was sent out. */
      format: 'json' | 'yaml' | 'c1z' | 'xlsx';
      document: OpenDocument;
      /** Which of the workbooks that were sent out it answers. */
      workbook?: string;
      lines: (() => Promise<Part>) | null;
      encoding: string | null;
      notes: readonly string[];
    };

/** What opening a file needs to know: where derived files go, and whether regular tables are written anew as well. */
export interface OpenContext {
  scratch: string;
  strict: boolean;
  /** The reader to use whatever the file looks like; null = by content. */
  as: Reader | null;
  /** Keep it as text, whatever reader would claim it. */
  raw: AsText | null;
  /** Readers that were made by hand in the engagement. */
  own: readonly Reader[];
  /** Source that the file will replace, so that it is not in its way; null = none. */
  replaced: string | null;
  /** Moment of observation that is stated for the file. */
  stated: StatedMoment | null;
  /** Date (YYYY-MM-DD) that the engagement takes for now. */
  asOf: string;
  /** Reads what only the database can. */
  store: Store;
  signal?: AbortSignal | undefined;
}
