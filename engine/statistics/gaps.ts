import { quoteName, type Session } from '#engine/store/index.ts';
import { chooseTable, requireColumn, type TableChoice } from './table.ts';

export interface Gaps {
  table: string;
  source_id: string | null;
  column: string;
  /** Rows whose value ends in a number of up to 18 digits. */
  numbered: number;
  /** Rows with another value, and rows with none. */
  unnumbered: number;
  nulls: number;
  /** One for each text before the number (`INV-`), by that text. */
  sequences: {
    prefix: string;
    first: string;
    last: string;
    /** Different numbers that are there. */
    present: number;
    /** Numbers between the first and the last that are not. */
    missing: number;
    /** Rows whose number another row has, too. */
    repeated: number;
  }[];
  gaps: { prefix: string; from: string; to: string; missing: number }[];
  total_gaps: number;
}

const MOST_SEQUENCES = 1000;

/** Numbers that are missing between the first and the last, for each prefix by itself. Throws BAD_ARGUMENT. */
export async function findGaps(
  session: Session,
  choice: TableChoice & { column: string; limit: number },
): Promise<Gaps> {
  const table = await chooseTable(session, choice);
  const column = requireColumn(table, choice.column);
  const text = `trim(${quoteName(column.name)}::VARCHAR)`;
  const split = `
    SELECT value, regexp_extract(value, '(\\d{1,18})$', 1) AS digits,
           left(value, length(value) - length(regexp_extract(value, '(\\d{1,18})$', 1))) AS prefix
    FROM (SELECT ${text} AS value FROM ${table.from} WHERE ${quoteName(column.name)} IS NOT NULL)`;
  const numbers = `SELECT prefix, digits::BIGINT AS n FROM (${split}) WHERE digits <> ''`;
  const different = `SELECT prefix, n, count(*) AS rows FROM (${numbers}) GROUP BY prefix, n`;
  const facts = (await session.one(
    `SELECT count(*) FILTER (digits <> '') AS numbered, count(*) FILTER (digits = '') AS unnumbered FROM (${split})`,
    table.params,
  ))!;
  const nulls = await session.value(
    `SELECT count(*) FROM ${table.from} WHERE ${quoteName(column.name)} IS NULL`,
    table.params,
  );
  const sequences = await session.rows(
    `SELECT prefix, min(n)::VARCHAR AS first, max(n)::VARCHAR AS last, count(*) AS present,
            max(n) - min(n) + 1 - count(*) AS missing, sum(rows - 1)::BIGINT AS repeated
     FROM (${different}) GROUP BY prefix ORDER BY prefix LIMIT ${MOST_SEQUENCES}`,
    table.params,
  );
  const between = `
    SELECT prefix, n + 1 AS lo, following - 1 AS hi
    FROM (SELECT prefix, n, lead(n) OVER (PARTITION BY prefix ORDER BY n) AS following FROM (${different}))
    WHERE following > n + 1`;
  const total = await session.value(`SELECT count(*) FROM (${between})`, table.params);
  const gaps = await session.rows(
    `SELECT prefix, lo::VARCHAR AS "from", hi::VARCHAR AS "to", hi - lo + 1 AS missing FROM (${between})
     ORDER BY prefix, lo LIMIT $limit::BIGINT`,
    { ...table.params, limit: String(choice.limit) },
  );
  return {
    table: table.name,
    source_id: choice.source_id ?? null,
    column: column.name,
    numbered: Number(facts['numbered']),
    unnumbered: Number(facts['unnumbered']),
    nulls: Number(nulls),
    sequences: sequences.map((row) => ({
      prefix: String(row['prefix']),
      first: String(row['first']),
      last: String(row['last']),
      present: Number(row['present']),
      missing: Number(row['missing']),
      repeated: Number(row['repeated']),
    })),
    gaps: gaps.map((row) => ({
      prefix: String(row['prefix']),
      from: String(row['from']),
      to: String(row['to']),
      missing: Number(row['missing']),
    })),
    total_gaps: Number(total),
  };
}
