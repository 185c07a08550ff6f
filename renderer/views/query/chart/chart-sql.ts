import { bare } from '../../../data/arrange-sql.ts';
import type { Column } from '../../../data/rows.ts';
import { type ChartSpec, isTime } from './chart-spec.ts';

/** Bars and points that a picture holds; what is beyond is said beside it. */
export const MOST_BARS = 40;
export const MOST_LINE = 2000;
export const MOST_POINTS = 4000;

const name = (column: Column): string => `"${column.name.replaceAll('"', '""')}"`;
const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const from = (sql: string): string => `(\n${bare(sql)}\n) AS result`;

/** Moments as they read in the engagement's zone. */
function local(column: Column, zone: string): string {
  return column.kind === 'instant' ? `(${name(column)} AT TIME ZONE ${literal(zone)})` : name(column);
}

function across(column: Column, { step }: ChartSpec, zone: string): string {
  const value = local(column, zone);
  return !isTime(column.kind) || step === 'none' ? value : `date_trunc('${step}', ${value})`;
}

/** A place on a scale: numbers as they are, times as milliseconds since 1970. */
function scaled(column: Column, expression: string): string {
  return isTime(column.kind) ? `epoch_ms(${expression})::DOUBLE` : `CAST(${expression} AS DOUBLE)`;
}

function figure(columns: readonly Column[], { measure, y }: ChartSpec): string {
  const column = columns[y];
  if (measure === 'count' || !column) return 'count(*)::DOUBLE';
  return `CAST(${measure}(${name(column)}) AS DOUBLE)`;
}

/** How a value across reads: days without a time of day. */
function label(column: Column, { step }: ChartSpec, expression: string): string {
  if (!isTime(column.kind) || step === 'none') return `CAST(${expression} AS VARCHAR)`;
  return `strftime(${expression}, ${literal(step === 'hour' ? '%Y-%m-%d %H:%M' : step === 'month' ? '%Y-%m' : step === 'year' ? '%Y' : '%Y-%m-%d')})`;
}

/**
 * Figures of bars and lines, worked out by the database: label, place on the scale (null for texts), figure, number of
 * different values across. Bars of texts come with the largest first, everything on a scale in its order.
 */
export function figuresSql(sql: string, columns: readonly Column[], spec: ChartSpec, zone: string): string {
  const column = columns[spec.x]!;
  const by = across(column, spec, zone);
  const onScale = column.kind === 'number' || isTime(column.kind);
  const place = onScale ? scaled(column, by) : 'NULL::DOUBLE';
  const order = onScale ? 'place NULLS LAST' : 'figure DESC NULLS LAST, label NULLS LAST';
  const most = spec.kind === 'bar' ? MOST_BARS : MOST_LINE;
  return `SELECT *, count(*) OVER () AS groups FROM (
  SELECT ${label(column, spec, by)} AS label, ${place} AS place, ${figure(columns, spec)} AS figure
  FROM ${from(sql)} GROUP BY ${by}
) AS figures ORDER BY ${order} LIMIT ${most}`;
}

/** Points: x, y, number of rows, and which part of them is taken (1 = all, 2 = every second …). */
export function pointsSql(sql: string, columns: readonly Column[], spec: ChartSpec, zone: string): string {
  const [x, y] = [columns[spec.x]!, columns[spec.y]!];
  return `SELECT x, y, total, nth FROM (
  SELECT ${scaled(x, local(x, zone))} AS x, ${scaled(y, local(y, zone))} AS y, row_number() OVER () - 1 AS row_no, count(*) OVER () AS total,
    greatest(1, ceil(count(*) OVER () / ${MOST_POINTS}))::BIGINT AS nth
  FROM ${from(sql)}
) AS points WHERE row_no % nth = 0 ORDER BY row_no`;
}

/** The rows behind one bar or point of a line. */
export function behindSql(
  sql: string,
  columns: readonly Column[],
  spec: ChartSpec,
  zone: string,
  value: string | null,
): string {
  const column = columns[spec.x]!;
  const shown = label(column, spec, across(column, spec, zone));
  return `SELECT * FROM ${from(sql)}\nWHERE ${shown} IS NOT DISTINCT FROM ${value === null ? 'NULL' : literal(value)}`;
}
