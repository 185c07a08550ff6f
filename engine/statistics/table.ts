import { TickmarkError } from '#shared/model/errors.ts';
import { quoteName, type Session } from '#engine/store/index.ts';

/** A canonical or raw table, or the rows that one source gave to it. */
export interface TableChoice {
  table: string;
  source_id?: string | undefined;
}

export interface KnownColumn {
  name: string;
  /** DuckDB's own name of the type. */
  type: string;
}

export interface ChosenTable {
  /** As the results name it: `grants`, `raw.parking_lots`. */
  name: string;
  columns: readonly KnownColumn[];
  /** SQL of the rows, to stand after FROM. */
  from: string;
  params: Readonly<Record<string, string>>;
}

/** Where a row stands, not what it says. */
export const PLACE_COLUMNS: readonly string[] = ['source_id', 'record_no'];

function schemaAndName(table: string): { schema: string; name: string } {
  const dot = table.indexOf('.');
  return dot < 0
    ? { schema: 'main', name: table }
    : { schema: table.slice(0, dot), name: table.slice(dot + 1) };
}

/** Throws BAD_ARGUMENT with the tables or sources there are. */
export async function chooseTable(session: Session, choice: TableChoice): Promise<ChosenTable> {
  const { schema, name } = schemaAndName(choice.table);
  const columns = ['main', 'raw'].includes(schema)
    ? await session.rows(
        `SELECT column_name AS name, data_type AS type FROM system.main.duckdb_columns()
         WHERE schema_name = $schema AND table_name = $name AND NOT internal ORDER BY column_index`,
        { schema, name },
      )
    : [];
  if (columns.length === 0) {
    const known = await session.rows(
      `SELECT CASE WHEN schema_name = 'raw' THEN 'raw.' ELSE '' END || table_name AS name FROM system.main.duckdb_tables()
       WHERE list_contains(['main', 'raw'], schema_name) ORDER BY schema_name, table_name`,
    );
    throw new TickmarkError('BAD_ARGUMENT', `there is no table ${choice.table}`, {
      hint: `Tables: ${known.map((row) => String(row['name'])).join(', ')}.`,
    });
  }
  const table = `${quoteName(schema)}.${quoteName(name)}`;
  const shown = schema === 'main' ? name : `${schema}.${name}`;
  const known = columns.map((row) => ({ name: String(row['name']), type: String(row['type']) }));
  if (choice.source_id === undefined) return { name: shown, columns: known, from: table, params: {} };
  const found = await session.value('SELECT 1 FROM work.sources WHERE source_id = $source', {
    source: choice.source_id,
  });
  if (found === null || !known.some((column) => column.name === 'source_id')) {
    throw new TickmarkError('BAD_ARGUMENT', `there is no source ${choice.source_id}`, {
      hint: 'The receipts name the sources by their source_id.',
    });
  }
  return {
    name: shown,
    columns: known,
    from: `(SELECT * FROM ${table} WHERE source_id = $source)`,
    params: { source: choice.source_id },
  };
}

/** Throws BAD_ARGUMENT with the columns there are. */
export function requireColumn(table: ChosenTable, name: string): KnownColumn {
  const found = table.columns.find((column) => column.name === name);
  if (found) return found;
  throw new TickmarkError('BAD_ARGUMENT', `${table.name} has no column ${name}`, {
    hint: `Columns: ${table.columns.map((column) => column.name).join(', ')}.`,
  });
}

/** SQL of a column as an exact number, null where it is none. */
export function asNumber(column: KnownColumn): string {
  const name = quoteName(column.name);
  const text = column.type === 'VARCHAR' ? `trim(${name})` : name;
  return /^(?:DATE|TIMESTAMP|BOOLEAN|JSON)|\[\]$/.test(column.type)
    ? 'NULL::DECIMAL(38,6)'
    : `TRY_CAST(${text} AS DECIMAL(38,6))`;
}
