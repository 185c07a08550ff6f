import { createHash } from 'node:crypto';
import type { Row, Session } from '#engine/store/index.ts';

/** SHA-256 of stored texts by kind and name, such as `table main.grants`. */
export type Digests = Readonly<Record<string, string>>;

/** Something that a database holds: a table, view, macro, sequence, index or type. */
export interface CatalogueObject {
  /** Kind and name, such as `table main.grants`. */
  key: string;
  schema: string;
  /** Its definition as DuckDB prints it once it was stored. */
  text: string;
}

/**
 * What a database holds beside DuckDB's own. It may have been received from somebody, so the questions name `system.main`
 * and call no function that a macro of it could override; NOT is part of the grammar.
 */
export async function catalogueObjects(session: Session): Promise<CatalogueObject[]> {
  const list = async (
    kind: (row: Row) => string,
    source: string,
    name: string,
    text: (row: Row) => string,
  ): Promise<CatalogueObject[]> =>
    (await session.rows(`SELECT * FROM system.main.${source}`))
      .filter((row) => row['temporary'] !== true && row['database_name'] !== 'system')
      .map((row) => ({
        key: `${kind(row)} ${String(row['schema_name'])}.${String(row[name])}`,
        schema: String(row['schema_name']),
        text: text(row),
      }));
  const sql = (row: Row) => String(row['sql']);
  return [
    ...(await list(() => 'table', 'duckdb_tables() WHERE NOT internal', 'table_name', sql)),
    ...(await list(() => 'view', 'duckdb_views() WHERE NOT internal', 'view_name', sql)),
    ...(await list(
      (row) => `macro (${String(row['function_type'])})`,
      'duckdb_functions() WHERE NOT internal',
      'function_name',
      (row) => JSON.stringify([row['parameters'], row['macro_definition']]),
    )),
    ...(await list(
      () => 'sequence',
      'duckdb_sequences()',
      'sequence_name',
      () => '',
    )),
    ...(await list(
      () => 'index',
      'duckdb_indexes()',
      'index_name',
      () => '',
    )),
    ...(await list(
      () => 'type',
      'duckdb_types() WHERE NOT internal',
      'type_name',
      () => '',
    )),
  ];
}

export function digestOf({ text }: CatalogueObject): string {
  return createHash('sha256').update(text).digest('hex');
}
