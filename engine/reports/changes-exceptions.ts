import type { Row, Session } from '#engine/store/index.ts';

interface Bounds {
  period_start: string;
  period_end: string;
}

// Approval time counts from the request. Expired = original expiry, or an earlier end, in the period.
const GRANTED = `
  SELECT coalesce(business_need, 'not stated') AS need, count(*) AS exceptions,
    count(*) FILTER (requested_at IS NOT NULL AND approved_at IS NOT NULL) AS timed,
    coalesce(sum(epoch(approved_at)::BIGINT - epoch(requested_at)::BIGINT) FILTER (requested_at IS NOT NULL AND approved_at IS NOT NULL), 0)::BIGINT AS seconds
  FROM exceptions
  WHERE granted_at >= $from::TIMESTAMPTZ AND granted_at < $to::TIMESTAMPTZ
  GROUP BY need ORDER BY exceptions DESC, need`;

const EXPIRED = `
  WITH due AS (
    SELECT exception_id, revoked_at, expires_at,
      coalesce(original_expires_at, (SELECT min(x.old_expires_at) FROM exception_extensions AS x WHERE x.exception_id = e.exception_id), expires_at) AS original
    FROM exceptions AS e
  ), ended AS (
    SELECT exception_id, least(coalesce(revoked_at, original), original) AS ended_at,
      CASE
        WHEN revoked_at < original THEN 'revoked_early'
        WHEN expires_at > original THEN 'extended'
        ELSE 'auto_revoked'
      END AS route
    FROM due WHERE original IS NOT NULL
  )
  SELECT route, count(*) AS exceptions FROM ended
  WHERE ended_at >= $from::TIMESTAMPTZ AND ended_at < $to::TIMESTAMPTZ
  GROUP BY route ORDER BY route`;

export async function exceptionChanges(session: Session, bounds: Bounds) {
  const period = { from: bounds.period_start, to: bounds.period_end };
  const granted = await session.rows(GRANTED, period);
  const expired = await session.rows(EXPIRED, period);
  const total = (rows: readonly Row[], name: string) => rows.reduce((sum, row) => sum + Number(row[name]), 0);
  const timed = total(granted, 'timed');
  const route = (name: string) => Number(expired.find((row) => row['route'] === name)?.['exceptions'] ?? 0);
  return {
    granted: total(granted, 'exceptions'),
    by_need: Object.fromEntries(granted.map((row) => [String(row['need']), Number(row['exceptions'])])),
    approval_seconds: timed === 0 ? null : total(granted, 'seconds') / timed,
    expired: total(expired, 'exceptions'),
    auto_revoked: route('auto_revoked'),
    extended: route('extended'),
    revoked_early: route('revoked_early'),
  };
}
