import { quoteName, type Session } from '#engine/store/index.ts';
import { divideRounded, fromUnits, toUnits } from './exact.ts';
import {
  asNumber,
  type ChosenTable,
  chooseTable,
  type KnownColumn,
  PLACE_COLUMNS,
  requireColumn,
  type TableChoice,
} from './table.ts';

export interface Bin {
  /** Included. */
  from: string;
  /** Not included, but in the last bin. */
  to: string;
  count: number;
}

export interface ColumnProfile {
  name: string;
  type: string;
  /** Rows with a value, an empty text included. */
  count: number;
  nulls: number;
  /** Texts of no characters. */
  empties: number;
  distinct: number;
  /** The most frequent values, as text; equal counts by value. */
  top: { value: string; count: number }[];
  /** Shapes of texts, the most frequent first: A = capital, a = small letter, 9 = digit, the rest as it is. */
  patterns: { pattern: string; count: number }[];
  /** Characters of texts, the mean with six places. */
  lengths: { min: number; max: number; mean: string } | null;
  /** Of the values that are numbers, as exact decimal texts; the mean with six places, half away from zero. */
  numbers: { count: number; min: string; max: string; sum: string; mean: string } | null;
  moments: { min: string; max: string } | null;
  /** Numbers: ten bins of one width. Moments: calendar months of the engagement's zone. */
  histogram: { unit: 'number' | 'month'; bins: Bin[] } | null;
}

export interface TableProfile {
  table: string;
  source_id: string | null;
  rows: number;
  columns: ColumnProfile[];
}

const TOP = 10;
const BINS = 10;
/** Longer texts have no shape worth comparing. */
const LONGEST_SHAPE = 40;

function shape(text: string): string {
  const letters = `regexp_replace(regexp_replace(left(${text}, ${LONGEST_SHAPE}), '\\p{Lu}', 'A', 'g'), '\\p{Ll}|\\p{Lo}', 'a', 'g')`;
  return `regexp_replace(${letters}, '\\p{Nd}', '9', 'g') || CASE WHEN length(${text}) > ${LONGEST_SHAPE} THEN '…' ELSE '' END`;
}

function count(value: unknown): number {
  return Number(value ?? 0);
}

async function numberBins(
  session: Session,
  table: ChosenTable,
  column: KnownColumn,
  min: string,
  max: string,
): Promise<Bin[]> {
  const low = toUnits(min);
  const range = toUnits(max) - low;
  if (range === 0n) {
    const all = await session.value(`SELECT count(${asNumber(column)}) FROM ${table.from}`, table.params);
    return [{ from: min, to: max, count: count(all) }];
  }
  // Whole millionths, so that a value on an edge falls on the same side everywhere.
  const units = `(${asNumber(column)} * 1000000)::HUGEINT`;
  const rows = await session.rows(
    `SELECT least(${BINS - 1}, ((x - $low::HUGEINT) * ${BINS}) // $range::HUGEINT)::INTEGER AS bin, count(*) AS n
     FROM (SELECT ${units} AS x FROM ${table.from}) WHERE x IS NOT NULL GROUP BY bin ORDER BY bin`,
    { ...table.params, low: low.toString(), range: range.toString() },
  );
  const counts = new Map(rows.map((row) => [Number(row['bin']), count(row['n'])]));
  const edge = (i: number) => fromUnits(low + divideRounded(range * BigInt(i), BigInt(BINS)));
  return Array.from({ length: BINS }, (_, i) => ({
    from: edge(i),
    to: edge(i + 1),
    count: counts.get(i) ?? 0,
  }));
}

async function monthBins(session: Session, table: ChosenTable, column: string): Promise<Bin[]> {
  const rows = await session.rows(
    `SELECT strftime(month, '%Y-%m-%d') AS "from", strftime(month + INTERVAL 1 MONTH, '%Y-%m-%d') AS "to", n
     FROM (SELECT date_trunc('month', ${column})::DATE AS month, count(*) AS n FROM ${table.from}
           WHERE ${column} IS NOT NULL AND isfinite(${column}) GROUP BY month) ORDER BY month`,
    table.params,
  );
  return rows.map((row) => ({ from: String(row['from']), to: String(row['to']), count: count(row['n']) }));
}

async function profileColumn(
  session: Session,
  table: ChosenTable,
  column: KnownColumn,
): Promise<ColumnProfile> {
  const name = quoteName(column.name);
  const text = `${name}::VARCHAR`;
  const number = asNumber(column);
  const isText = column.type === 'VARCHAR';
  const isMoment = /^(?:DATE|TIMESTAMP)/.test(column.type);
  const facts = (await session.one(
    `SELECT count(${name}) AS count, count(*) - count(${name}) AS nulls, count(*) FILTER (${text} = '') AS empties,
            min(length(${text})) AS shortest, max(length(${text})) AS longest, sum(length(${text}))::HUGEINT::VARCHAR AS characters,
            count(x) AS numbers, min(x)::VARCHAR AS low, max(x)::VARCHAR AS high, sum(x)::VARCHAR AS total,
            ${isMoment ? `min(${name})` : 'NULL'} AS earliest, ${isMoment ? `max(${name})` : 'NULL'} AS latest
     FROM (SELECT ${name}, ${number} AS x FROM ${table.from})`,
    table.params,
  ))!;
  const grouped = `SELECT ${text} AS value, count(*) AS n FROM ${table.from} WHERE ${name} IS NOT NULL GROUP BY value`;
  const distinct = await session.value(`SELECT count(*) FROM (${grouped})`, table.params);
  const top = await session.rows(`${grouped} ORDER BY n DESC, value LIMIT ${TOP}`, table.params);
  const patterns = isText
    ? await session.rows(
        `SELECT ${shape('value')} AS pattern, sum(n)::BIGINT AS n FROM (${grouped}) WHERE value <> ''
         GROUP BY pattern ORDER BY n DESC, pattern LIMIT ${TOP}`,
        table.params,
      )
    : [];
  const numbers = count(facts['numbers']);
  const low = String(facts['low']);
  const high = String(facts['high']);
  // A text column is one of numbers if every value that it states is one.
  const numeric = numbers > 0 && numbers === count(facts['count']) - count(facts['empties']);
  const filled = count(facts['count']);
  return {
    name: column.name,
    type: column.type,
    count: filled,
    nulls: count(facts['nulls']),
    empties: count(facts['empties']),
    distinct: count(distinct),
    top: top.map((row) => ({ value: String(row['value']), count: count(row['n']) })),
    patterns: patterns.map((row) => ({ pattern: String(row['pattern']), count: count(row['n']) })),
    lengths:
      isText && filled > 0
        ? {
            min: count(facts['shortest']),
            max: count(facts['longest']),
            mean: fromUnits(divideRounded(toUnits(String(facts['characters'])), BigInt(filled))),
          }
        : null,
    numbers:
      numbers > 0
        ? {
            count: numbers,
            min: fromUnits(toUnits(low)),
            max: fromUnits(toUnits(high)),
            sum: fromUnits(toUnits(String(facts['total']))),
            mean: fromUnits(divideRounded(toUnits(String(facts['total'])), BigInt(numbers))),
          }
        : null,
    moments:
      facts['earliest'] === null ? null : { min: String(facts['earliest']), max: String(facts['latest']) },
    histogram: isMoment
      ? filled > 0
        ? { unit: 'month', bins: await monthBins(session, table, name) }
        : null
      : numeric
        ? {
            unit: 'number',
            bins: await numberBins(session, table, column, fromUnits(toUnits(low)), fromUnits(toUnits(high))),
          }
        : null,
  };
}

/**
 * Statistics of the columns of a table, each computed by the database without a copy of the rows. Equal rows give equal
 * figures in any order. Throws BAD_ARGUMENT.
 */
export async function profileTable(
  session: Session,
  choice: TableChoice & { columns?: readonly string[] | undefined },
): Promise<TableProfile> {
  const table = await chooseTable(session, choice);
  const wanted = choice.columns?.length
    ? choice.columns.map((name) => requireColumn(table, name))
    : table.columns.filter((column) => !PLACE_COLUMNS.includes(column.name));
  const columns: ColumnProfile[] = [];
  for (const column of wanted) columns.push(await profileColumn(session, table, column));
  return {
    table: table.name,
    source_id: choice.source_id ?? null,
    rows: count(await session.value(`SELECT count(*) FROM ${table.from}`, table.params)),
    columns,
  };
}
