/** How a migration states a table: names, DuckDB types and what each thing means to an auditor. */

export type ColumnType =
  | 'VARCHAR'
  | 'BIGINT'
  | 'INTEGER'
  | 'BOOLEAN'
  | 'DATE'
  | 'TIMESTAMPTZ'
  | 'DECIMAL(18,6)'
  | 'JSON'
  | 'VARCHAR[]';

export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  readonly doc: string;
}

export interface TableSpec {
  readonly name: string;
  readonly doc: string;
  readonly columns: readonly ColumnSpec[];
}

/** Columns that every canonical row carries: where it came from. */
export const PROVENANCE: readonly ColumnSpec[] = [
  { name: 'source_id', type: 'VARCHAR', doc: 'Receipt of the file the row came from' },
  { name: 'record_no', type: 'BIGINT', doc: 'One-based number of the record in that file' },
];

/**
 * One table from lines of `name TYPE  meaning`. Provenance columns are put in front.
 * Throws on a line that does not follow the form: migrations are code, so that is a defect.
 */
export function table(name: string, doc: string, lines: string): TableSpec {
  const columns = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line): ColumnSpec => {
      const match = /^([a-z_0-9]+)\s+(\S+)\s+(.+)$/.exec(line);
      if (!match) throw new Error(`column of ${name} not understood: ${line}`);
      return { name: match[1]!, type: match[2]! as ColumnType, doc: match[3]! };
    });
  return { name, doc, columns: [...PROVENANCE, ...columns] };
}
