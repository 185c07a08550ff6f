import type { Result } from '#shared/contract/methods.ts';
import { quoteText } from '../../../data/sql-text.ts';
import { rowsOf } from '../rows-of.ts';
import type { Choice } from './choice.ts';

/** A column whose values are compared. */
export interface Side extends Choice {
  column: string;
}

export const ownColumn = (choice: Choice, column: string): Side => ({ ...choice, column });

/** `grants.account_id`; a table of a schema of its own keeps that before it. */
export const sideText = ({ table, column }: Side): string => `${table}.${column}`;

/** The reverse. Columns of the canonical tables have no dot in their names; those of raw ones may. */
export function sideOf(text: string): Side {
  const from = text.startsWith('raw.') ? text.indexOf('.', 'raw.'.length) : text.indexOf('.');
  return { table: text.slice(0, from), column: text.slice(from + 1) };
}

/** Tables with the columns that hold text, but for the one that is held against them: each value is its own like. */
export function textColumns(
  schema: Result<'query.schema'>,
  own: Side,
): { table: string; columns: string[] }[] {
  return schema
    .filter(({ kind, schema: name }) => kind === 'table' && (name === 'main' || name === 'raw'))
    .map(({ schema: name, name: table, columns }) => ({
      table: name === 'main' ? table : `${name}.${table}`,
      columns: columns
        .filter((column) => column.type === 'VARCHAR' && column.name !== 'source_id')
        .map((column) => column.name),
    }))
    .map(({ table, columns }) => ({
      table,
      columns: columns.filter((name) => table !== own.table || name !== own.column),
    }))
    .filter(({ columns }) => columns.length > 0);
}

/** The statement that lists the rows with a value. */
export function valueRows({ table, source_id, column }: Side, value: string): string {
  const rows = source_id === undefined ? rowsOf(table) : rowsOf(table, source_id);
  const joined = rows.includes(' WHERE ') ? 'AND' : 'WHERE';
  return `${rows} ${joined} "${column.replaceAll('"', '""')}"::VARCHAR = ${quoteText(value)}`;
}
