import type { SourceSheet } from '#shared/contract/intake-schemas.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { quoteName, type Session } from '#engine/store/index.ts';

type Gap = SourceSheet['gaps'][number];

const SHOWN = 20;

/** Tables that a system writes every day, with the column of their time. */
const DAILY: ReadonlyMap<string, string> = new Map([
  ['audit_events', 'occurred_at'],
  ['access_logs', 'occurred_at'],
  ['detection_runs', 'started_at'],
]);

/** Ids that name people, accounts and groups, not records: numbers missing among them say nothing. */
const NO_SEQUENCE: ReadonlySet<string> = new Set([
  'account_id',
  'identity_id',
  'employee_id',
  'group_id',
  'member_id',
  'snapshot_id',
  'campaign_id',
]);

async function missingDays(
  session: Session,
  receipt: Receipt,
  table: string,
  period: { from: string; to: string },
): Promise<Gap[]> {
  const column = DAILY.get(table);
  if (column === undefined || !canonicalTables.get(table)?.columns.some(({ name }) => name === column))
    return [];
  const rows = await session.rows(
    `SELECT strftime(day, '%Y-%m-%d') AS day FROM (
       SELECT unnest(generate_series($from::DATE, $to::DATE, INTERVAL 1 DAY))::DATE AS day
       EXCEPT SELECT DISTINCT CAST(${quoteName(column)} AS DATE) FROM main.${quoteName(table)} WHERE source_id = $id)
     ORDER BY day`,
    { id: receipt.source_id, from: period.from, to: period.to },
  );
  if (rows.length === 0) return [];
  const first = rows.slice(0, SHOWN).map((row) => String(row['day']));
  return [{ table, column, kind: 'days', missing: rows.length, first }];
}

/** Numbers that a sequence of ids leaves out, where all ids share one prefix and more than half of the numbers are there. */
async function missingNumbers(
  session: Session,
  receipt: Receipt,
  table: string,
  column: string,
): Promise<Gap[]> {
  const parts = `SELECT DISTINCT regexp_extract(${quoteName(column)}, '^(.*?)[0-9]{1,17}$', 1) AS prefix,
      TRY_CAST(regexp_extract(${quoteName(column)}, '([0-9]{1,17})$', 1) AS BIGINT) AS n
    FROM main.${quoteName(table)} WHERE source_id = $id AND ${quoteName(column)} IS NOT NULL`;
  const params = { id: receipt.source_id };
  const facts = await session.one(
    `SELECT count(*) AS present, count(n) AS numbers, count(DISTINCT prefix) AS prefixes, min(prefix) AS prefix,
       max(n) - min(n) + 1 AS span FROM (${parts})`,
    params,
  );
  const [present, numbers, span] = [facts?.['present'], facts?.['numbers'], facts?.['span']].map(Number);
  if (present! < 2 || numbers !== present || Number(facts?.['prefixes']) !== 1) return [];
  const missing = span! - present!;
  if (missing <= 0 || missing > present!) return [];
  const runs = await session.rows(
    `SELECT n + 1 AS first, next - 1 AS last FROM (SELECT n, lead(n) OVER (ORDER BY n) AS next FROM (${parts}))
     WHERE next - n > 1 ORDER BY n LIMIT ${SHOWN}`,
    params,
  );
  const prefix = String(facts?.['prefix']);
  const first = runs.map((row) => {
    const [from, to] = [`${prefix}${String(row['first'])}`, `${prefix}${String(row['last'])}`];
    return from === to ? from : `${from}..${to}`;
  });
  return [{ table, column, kind: 'numbers', missing, first }];
}

/** Days of the period without a record in logs, and numbers left out in sequences of ids. */
export async function gapsOf(
  session: Session,
  receipt: Receipt,
  period: { from: string; to: string },
): Promise<Gap[]> {
  const gaps: Gap[] = [];
  for (const table of receipt.tables) {
    const spec = canonicalTables.get(table);
    if (!spec) continue;
    gaps.push(...(await missingDays(session, receipt, table, period)));
    const ids = spec.columns.filter(
      ({ name, type }) =>
        type === 'VARCHAR' && name.endsWith('_id') && name !== 'source_id' && !NO_SEQUENCE.has(name),
    );
    for (const { name } of ids) gaps.push(...(await missingNumbers(session, receipt, table, name)));
  }
  return gaps;
}
