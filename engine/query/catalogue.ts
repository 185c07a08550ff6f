import { macros } from '#engine/canonical/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { GuardCatalogue } from './guard.ts';

export interface SchemaTable {
  schema: string;
  name: string;
  kind: 'table' | 'macro';
  doc: string;
  /** null for macros. */
  rows: number | null;
  columns: { name: string; type: string; doc: string }[];
}

const SCHEMAS = ['main', 'raw', 'work'];

/** Names that ad-hoc SQL may use: canonical, raw and workpaper tables, and our own macros. */
export async function guardCatalogue(session: Session, sourcesDir: string): Promise<GuardCatalogue> {
  const rows = await session.rows(
    'SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary AND database_name = current_database()',
  );
  return {
    tables: new Set(
      rows
        .filter((row) => SCHEMAS.includes(String(row['schema_name'])))
        .map((row) => `${String(row['schema_name'])}.${String(row['table_name'])}`.toLowerCase()),
    ),
    macros: new Set(macros.map((macro) => macro.name.toLowerCase())),
    sourcesDir,
  };
}

/** The tree of tables, columns and macros with their meanings. */
export async function describeSchema(session: Session): Promise<SchemaTable[]> {
  const columns = await session.rows(
    `SELECT schema_name, table_name, column_name, data_type, coalesce(comment, '') AS doc
     FROM duckdb_columns() WHERE NOT internal AND database_name = current_database() ORDER BY schema_name, table_name, column_index`,
  );
  const tables = await session.rows(
    `SELECT schema_name, table_name, coalesce(comment, '') AS doc, estimated_size
     FROM duckdb_tables() WHERE NOT temporary AND database_name = current_database() ORDER BY schema_name, table_name`,
  );
  const listed = tables.map(
    (table): SchemaTable => ({
      schema: String(table['schema_name']),
      name: String(table['table_name']),
      kind: 'table',
      doc: String(table['doc']),
      rows: Number(table['estimated_size']),
      columns: columns
        .filter(
          (column) =>
            column['schema_name'] === table['schema_name'] && column['table_name'] === table['table_name'],
        )
        .map((column) => ({
          name: String(column['column_name']),
          type: String(column['data_type']),
          doc: String(column['doc']),
        })),
    }),
  );
  const macroEntries = macros.map(
    (macro): SchemaTable => ({
      schema: 'main',
      name: `${macro.name}(${macro.parameters.join(', ')})`,
      kind: 'macro',
      doc: macro.doc,
      rows: null,
      columns: [],
    }),
  );
  return [...listed, ...macroEntries];
}
