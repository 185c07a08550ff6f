import { benford, type BenfordDigits, type BenfordResult } from '#engine/analysis/index.ts';
import type { Session } from '#engine/store/index.ts';
import { asNumber, chooseTable, requireColumn, type TableChoice } from './table.ts';

export interface BenfordTest {
  table: string;
  source_id: string | null;
  column: string;
  digits: BenfordDigits;
  /** false: the law says nothing of such values; `reasons` says why, and the figures must not be relied on. */
  applicable: boolean;
  reasons: string[];
  /** Rows that were not looked at, by reason. */
  excluded: { no_number: number; zero: number; negative: number; too_small: number };
  result: BenfordResult | null;
}

const FEWEST: Readonly<Record<BenfordDigits, number>> = { 1: 300, 2: 1000 };
/** Leading digits of values that span less than this say more of the span than of the values. */
const LEAST_SPAN = 100;

/**
 * Leading digits of the positive numbers of a column against the law: from 1 up for the first digit, from 10 up for the
 * first two. Negative numbers are counted and left out, as Nigrini advises: they answer another incentive. Throws BAD_ARGUMENT.
 */
export async function testBenford(
  session: Session,
  choice: TableChoice & { column: string; digits: BenfordDigits },
): Promise<BenfordTest> {
  const table = await chooseTable(session, choice);
  const column = requireColumn(table, choice.column);
  const { digits } = choice;
  const least = digits === 1 ? 1 : 10;
  const numbers = `SELECT ${asNumber(column)} AS x FROM ${table.from}`;
  const tested = `SELECT x FROM (${numbers}) WHERE x >= ${least}`;
  const facts = (await session.one(
    `SELECT count(*) FILTER (x IS NULL) AS no_number, count(*) FILTER (x = 0) AS zero, count(*) FILTER (x < 0) AS negative,
            count(*) FILTER (x > 0 AND x < ${least}) AS too_small, count(*) FILTER (x >= ${least}) AS tested,
            coalesce(max(x) FILTER (x >= ${least}) < ${LEAST_SPAN} * min(x) FILTER (x >= ${least}), false) AS narrow,
            count(*) FILTER (x >= ${least} AND x <> trunc(x)) AS broken,
            (max(x) FILTER (x >= ${least}) - min(x) FILTER (x >= ${least}) + 1)::VARCHAR AS span
     FROM (${numbers})`,
    table.params,
  ))!;
  const values = Number(facts['tested']);
  const different = Number(await session.value(`SELECT count(DISTINCT x) FROM (${tested})`, table.params));
  const rows = await session.rows(
    `SELECT left(ltrim(replace(x::VARCHAR, '.', ''), '0'), ${digits})::INTEGER AS d, count(*) AS n
     FROM (${tested}) GROUP BY d ORDER BY d`,
    table.params,
  );
  const reasons: string[] = [];
  if (values < FEWEST[digits])
    reasons.push(`${values} values; the test needs ${FEWEST[digits]} or more to say anything`);
  if (values > 0 && facts['narrow'] === true)
    reasons.push(`the largest value is less than ${LEAST_SPAN} times the smallest`);
  const assigned =
    values > 1 && different === values && Number(facts['broken']) === 0 && Number(facts['span']) === values;
  if (assigned) reasons.push('the values are numbers given out one after the other');
  return {
    table: table.name,
    source_id: choice.source_id ?? null,
    column: column.name,
    digits,
    applicable: reasons.length === 0,
    reasons,
    excluded: {
      no_number: Number(facts['no_number']),
      zero: Number(facts['zero']),
      negative: Number(facts['negative']),
      too_small: Number(facts['too_small']),
    },
    result: benford(new Map(rows.map((row) => [Number(row['d']), Number(row['n'])])), digits),
  };
}
