import { type Filter, parseFilter } from './filter.ts';
import type { Arrangement, Column } from './rows.ts';

const name = (column: Column): string => `"${column.name.replaceAll('"', '""')}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const shown = (column: Column): string => `CAST(${name(column)} AS VARCHAR)`;

/** The statement that lays the rows of `sql` out as arranged; `sql` itself when nothing is asked for. */
export function arrangeSql(sql: string, columns: readonly Column[], arrangement: Arrangement): string {
  const conditions: string[] = [];
  for (const [index, input] of arrangement.filters) {
    const column = columns[index];
    const filter = parseFilter(input);
    if (column && filter) conditions.push(condition(column, filter));
  }
  const search = arrangement.search.trim();
  if (search !== '') {
    const anywhere = columns.map((column) => `contains(lower(${shown(column)}), lower(${text(search)}))`);
    conditions.push(`(${anywhere.join(' OR ')})`);
  }
  const order = arrangement.sorts.flatMap(({ column, descending }) => {
    const by = columns[column];
    return by ? [`${name(by)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`] : [];
  });
  if (conditions.length === 0 && order.length === 0) return sql;
  const where = conditions.length === 0 ? '' : `\nWHERE ${conditions.join('\n  AND ')}`;
  const by = order.length === 0 ? '' : `\nORDER BY ${order.join(', ')}`;
  return `SELECT * FROM (\n${bare(sql)}\n) AS result${where}${by}`;
}

/** A statement inside another one has no semicolon at its end; a line comment there must not swallow the bracket. */
export function bare(sql: string): string {
  return sql.replace(/;\s*$/, '').trimEnd();
}

function condition(column: Column, filter: Filter): string {
  switch (filter.op) {
    case 'null':
      return `${name(column)} IS NULL`;
    case 'not null':
      return `${name(column)} IS NOT NULL`;
    case 'empty':
      return `${shown(column)} = ''`;
    case 'contains':
      return `contains(lower(${shown(column)}), lower(${text(filter.text)}))`;
    case 'lacks':
      return `NOT coalesce(contains(lower(${shown(column)}), lower(${text(filter.text)})), false)`;
    case 'equals':
      return `lower(${shown(column)}) = lower(${text(filter.text)})`;
    default:
      return `${name(column)} ${filter.op} ${bound(column, filter.text)}`;
  }
}

/** A bound that is no value of the column's type compares with nothing, as in the table. */
function bound(column: Column, value: string): string {
  switch (column.kind) {
    case 'number':
      return `TRY_CAST(${text(value.replaceAll(',', ''))} AS DECIMAL(38, 9))`;
    case 'instant':
      return `TRY_CAST(${text(value)} AS TIMESTAMPTZ)`;
    case 'time':
      return `TRY_CAST(${text(value)} AS TIMESTAMP)`;
    case 'date':
      return `TRY_CAST(${text(value)} AS DATE)`;
    default:
      return text(value);
  }
}
