/** An audit question, and the statement that answers it from the sources. */
export interface AuditQuestion {
  id: string;
  question: string;
  /** Binds the moments of a report by name; prints with their values, so that anybody can ask it again. */
  sql: string;
  /** The answer in a sentence, from the rows. */
  answer: (rows: readonly Readonly<Record<string, unknown>>[]) => string;
  /** Tables without which there is no answer. */
  needs: readonly string[];
}

const number = (row: Readonly<Record<string, unknown>> | undefined, name: string) => Number(row?.[name] ?? 0);
const count = (value: number, one: string, many = `${one}s`) =>
  `${String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')} ${value === 1 ? one : many}`;
const sum = (rows: readonly Readonly<Record<string, unknown>>[], name: string) =>
  rows.reduce((total, row) => total + number(row, name), 0);

/** The eight questions that auditors of access ask. Every statement orders its rows. */
export const AUDIT_QUESTIONS: readonly AuditQuestion[] = [
  {
    id: 'authorised',
    question: 'How is it ensured that only authorised people have access?',
    needs: ['grants', 'policy_grants'],
    sql: `SELECT coalesce(part, 'not a person') AS part, drift_reason, count(*) AS grants, count(DISTINCT identity_id) AS people
FROM access_coverage($as_of::TIMESTAMPTZ) GROUP BY ALL ORDER BY part, drift_reason`,
    answer: (rows) => {
      const of = (part: string) =>
        sum(
          rows.filter((row) => row['part'] === part),
          'grants',
        );
      const all = of('policy') + of('exception') + of('drift');
      return `Of ${count(all, 'grant')} of people, ${count(of('policy'), 'grant')} rest on a policy, ${of('exception')} on a valid exception and ${of('drift')} on neither.`;
    },
  },
  {
    id: 'reviewed',
    question: 'How often is access reviewed?',
    needs: ['review_campaigns'],
    sql: `SELECT campaign_id, min(review_type) AS review_type, min(scope) AS scope, min(started_at) AS started_at, max(due_at) AS due_at,
  max(completed_at) FILTER (completed_at <= $as_of::TIMESTAMPTZ) AS completed_at
FROM review_campaigns WHERE started_at <= $as_of::TIMESTAMPTZ GROUP BY campaign_id ORDER BY started_at, campaign_id`,
    answer: (rows) =>
      `${count(rows.length, 'review')} began by this moment; ${rows.filter((row) => row['completed_at'] !== null).length} completed.`,
  },
  {
    id: 'approves',
    question: 'Who approves access changes?',
    needs: ['exceptions'],
    sql: `SELECT lower(trim(approved_by)) AS approver, count(*) AS exceptions,
  count(*) FILTER (lower(trim(approved_by)) IN (lower(trim(requested_by)), lower(trim(user_email)))) AS for_themselves
FROM exceptions WHERE approved_at IS NULL OR approved_at <= $as_of::TIMESTAMPTZ GROUP BY ALL ORDER BY exceptions DESC, approver`,
    answer: (rows) => {
      const nobody = sum(
        rows.filter((row) => row['approver'] === null),
        'exceptions',
      );
      return `${count(rows.filter((row) => row['approver'] !== null).length, 'approver')} stand on ${count(sum(rows, 'exceptions') - nobody, 'exception')}; ${nobody} name nobody and ${sum(rows, 'for_themselves')} were approved by the one who asked or profits.`;
    },
  },
  {
    id: 'role-changes',
    question: 'How are role changes handled?',
    needs: ['hr_events'],
    sql: `SELECT h.event_id, h.event_type, lower(trim(h.email)) AS person, h.effective_at, h.overlap_days,
  count(a.event_id) FILTER (a.event_type = 'access_granted') AS granted_after, count(a.event_id) FILTER (a.event_type = 'access_revoked') AS revoked_after
FROM hr_events AS h LEFT JOIN audit_events AS a ON lower(trim(a.user_email)) = lower(trim(h.email)) AND a.occurred_at >= h.effective_at
  AND a.occurred_at < h.effective_at + INTERVAL 30 DAY
WHERE h.event_type IN ('transfer', 'promotion') AND h.effective_at >= $period_start::TIMESTAMPTZ AND h.effective_at < $period_end::TIMESTAMPTZ
GROUP BY ALL ORDER BY h.effective_at, h.event_id`,
    answer: (rows) =>
      `${count(rows.length, 'role change')} in the period; within 30 days ${count(sum(rows, 'granted_after'), 'grant')} and ${count(sum(rows, 'revoked_after'), 'revocation')} are in the audit trail.`,
  },
  {
    id: 'leavers',
    question: 'What happens when someone leaves?',
    needs: ['hr_events', 'grants'],
    sql: `SELECT h.event_id, lower(trim(h.email)) AS person, h.effective_at, count(g.grant_no) AS grants_still_held
FROM hr_events AS h LEFT JOIN actual_grants($as_of::TIMESTAMPTZ) AS g ON g.identity_id = h.identity_id AND h.effective_at <= $as_of::TIMESTAMPTZ
WHERE h.event_type = 'termination' AND h.effective_at >= $period_start::TIMESTAMPTZ AND h.effective_at < $period_end::TIMESTAMPTZ
GROUP BY ALL ORDER BY h.effective_at, h.event_id`,
    answer: (rows) =>
      `${count(rows.length, 'termination')} in the period; at this moment ${rows.filter((row) => number(row, 'grants_still_held') > 0).length} of those who have left hold access.`,
  },
  {
    id: 'detection',
    question: 'How is inappropriate access detected?',
    needs: ['detection_runs'],
    sql: `SELECT strftime(started_at, '%Y-%m-%d') AS day, count(*) AS runs, count(*) FILTER (status = 'ok') AS completed, max(drift_found) AS drift_found
FROM detection_runs WHERE started_at >= $period_start::TIMESTAMPTZ AND started_at < $period_end::TIMESTAMPTZ GROUP BY ALL ORDER BY day`,
    answer: (rows) =>
      `The client’s own detection ran on ${count(rows.length, 'day')} of the period; on ${rows.filter((row) => number(row, 'completed') === 0).length} of them it did not complete.`,
  },
  {
    id: 'evidence-for-one',
    question: 'Can evidence for a specific user be shown?',
    needs: ['identities'],
    sql: `SELECT p.email, count(c.system) AS grants, count(c.system) FILTER (c.part = 'policy') AS by_policy,
  count(c.system) FILTER (c.part = 'exception') AS by_exception, count(c.system) FILTER (c.part = 'drift') AS drift
FROM people_at($as_of::TIMESTAMPTZ) AS p LEFT JOIN access_coverage($as_of::TIMESTAMPTZ) AS c ON c.identity_id = p.identity_id AND c.part IS NOT NULL
WHERE p.employed GROUP BY p.identity_id, p.email ORDER BY p.email, p.identity_id`,
    answer: (rows) =>
      `Yes, for each of ${count(rows.length, 'employed person', 'employed people')}: the dossier user:ADDRESS shows role, policies, access with its reason, exceptions, reviews and the trail.`,
  },
  {
    id: 'log-accuracy',
    question: 'How is audit log accuracy ensured?',
    needs: ['audit_events'],
    sql: `SELECT chain, count(*) AS events, min(occurred_at) AS first_at, max(occurred_at) AS last_at, count(*) FILTER (hash IS NULL) AS without_hash
FROM audit_events GROUP BY chain ORDER BY chain`,
    answer: (rows) =>
      `${count(sum(rows, 'events'), 'event')} in ${count(rows.length, 'audit trail')}, ${sum(rows, 'without_hash')} of them without a hash. What recomputing the chain shows is the result of trail.chain-intact.`,
  },
];
