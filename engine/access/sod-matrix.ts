import type { Result } from '#shared/contract/methods.ts';
import { keepShared } from '#engine/canonical/index.ts';
import { type Engagement, resolveMoments } from '#engine/engagement/index.ts';

const ITEMS = `
  SELECT i.item, count(DISTINCT m.identity_id) AS people
  FROM (SELECT DISTINCT lower(trim(unnest(items))) AS item FROM sod_rules WHERE kind = $kind) AS i
  LEFT JOIN (SELECT * FROM sod_matches($as_of::TIMESTAMPTZ) WHERE kind = $kind) AS m ON m.item = i.item
  GROUP BY i.item ORDER BY i.item`;

const CELLS = `
  WITH items AS (
    SELECT DISTINCT rule, lower(trim(unnest(items))) AS item FROM sod_rules WHERE kind = $kind
  ), pairs AS (
    SELECT a.rule, a.item AS first, b.item AS second FROM items AS a JOIN items AS b ON b.rule = a.rule WHERE a.item < b.item
  ), held AS (
    SELECT DISTINCT rule, item, identity_id FROM sod_matches($as_of::TIMESTAMPTZ) WHERE kind = $kind
  ), open AS (
    SELECT rule, identity_id, mitigation IS NOT NULL AS accepted FROM sod_conflicts($as_of::TIMESTAMPTZ, $kind)
  ), people AS (
    SELECT p.first, p.second, a.identity_id, bool_and(coalesce(o.accepted, false)) AS accepted
    FROM pairs AS p
    JOIN held AS a ON a.rule = p.rule AND a.item = p.first
    JOIN held AS b ON b.rule = p.rule AND b.item = p.second AND b.identity_id = a.identity_id
    LEFT JOIN open AS o ON o.rule = p.rule AND o.identity_id = a.identity_id
    GROUP BY p.first, p.second, a.identity_id
  ), rules AS (
    SELECT first, second, list(DISTINCT rule ORDER BY rule) AS rules FROM pairs GROUP BY first, second
  )
  SELECT r.first, r.second, r.rules, count(p.identity_id) AS people, count(*) FILTER (p.accepted) AS accepted
  FROM rules AS r LEFT JOIN people AS p ON p.first = r.first AND p.second = r.second
  GROUP BY r.first, r.second, r.rules ORDER BY r.first, r.second`;

/** Items of the segregation rules of one kind, and how many people hold each pair that a rule keeps apart. */
export async function sodMatrix(
  engagement: Engagement,
  params: { kind: 'roles' | 'resources'; as_of?: string | undefined },
): Promise<Result<'sod.matrix'>> {
  const { store, settings } = engagement;
  const { kind } = params;
  return store.use(async (session) => {
    const { as_of, as_of_text } = await resolveMoments(session, settings, { as_of: params.as_of });
    await session.run('BEGIN TRANSACTION READ ONLY');
    await keepShared(session, as_of, [ITEMS, CELLS]);
    const items = await session.rows(ITEMS, { as_of, kind });
    const cells = await session.rows(CELLS, { as_of, kind });
    return {
      as_of: as_of_text,
      kind,
      items: items.map((row) => ({ item: String(row['item']), people: Number(row['people']) })),
      cells: cells.map((row) => ({
        first: String(row['first']),
        second: String(row['second']),
        rules: row['rules'] as string[],
        people: Number(row['people']),
        accepted: Number(row['accepted']),
      })),
    };
  });
}
