import { atMoment } from '../overview/coverage.ts';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export function peopleSql(asOf: string): string {
  return `SELECT display_name, email, job_title, department, employment_type, manager_email, status, employed, hired_at, left_at
FROM people_at(${atMoment(asOf)}) ORDER BY lower(display_name), email`;
}

export function resourcesSql(asOf: string): string {
  return `SELECT system, resource, count(DISTINCT account_id) AS holders, count(*) AS grants,
  string_agg(DISTINCT permission, ', ' ORDER BY permission) AS permissions
FROM actual_grants(${atMoment(asOf)}) GROUP BY system, resource ORDER BY system, resource`;
}

export interface Part {
  key:
    | 'identity'
    | 'grants'
    | 'missing'
    | 'exceptions'
    | 'accounts'
    | 'hr'
    | 'trail'
    | 'findings'
    | 'holders';
  sql: string;
}

/** What the sources say of one person: each part is a statement that the console can run too. */
export function personParts(email: string, asOf: string): Part[] {
  const who = text(email.toLowerCase());
  const identity = `(SELECT identity_id FROM people_at(${atMoment(asOf)}) WHERE email = ${who})`;
  return [
    {
      key: 'identity',
      sql: `SELECT display_name, identity_id, job_title, department, employment_type, manager_email, status, employed, hired_at, left_at, country, source_id, record_no
FROM people_at(${atMoment(asOf)}) WHERE email = ${who}`,
    },
    {
      key: 'grants',
      sql: `SELECT system, resource, permission, part, policy, exception_id, drift_reason, via, granted_at, granted_by, source_id, record_no
FROM access_coverage(${atMoment(asOf)}) WHERE email = ${who} ORDER BY system, resource, permission`,
    },
    {
      key: 'missing',
      sql: `SELECT system, resource, permission, policy, policy_version, clause_no, source_id, record_no
FROM missing_access(${atMoment(asOf)}) WHERE email = ${who} ORDER BY system, resource`,
    },
    {
      key: 'exceptions',
      sql: `SELECT exception_id, system, resource, permission, standing, business_need, requested_at, approved_by, approved_at, granted_at, expires_at, revoked_at, justification, source_id, record_no
FROM exception_standing(${atMoment(asOf)}) WHERE lower(user_email) = ${who} ORDER BY granted_at`,
    },
    {
      key: 'findings',
      sql: `SELECT severity, procedure, subject_id, reason_code, summary, outcome, disposition, id
FROM current_findings() WHERE contains(lower(subject_id), ${who}) OR contains(lower(CAST(details AS VARCHAR)), ${who})`,
    },
    {
      key: 'accounts',
      sql: `SELECT system, account_id, kind, status, is_admin, mfa_enabled, created_at, last_login_at, disabled_at, source_id, record_no
FROM accounts WHERE lower(email) = ${who} OR identity_id IN ${identity} ORDER BY system, account_id`,
    },
    {
      key: 'hr',
      sql: `SELECT event_type, effective_at, recorded_at, old_job_title, new_job_title, old_department, new_department, source_id, record_no
FROM hr_events WHERE lower(email) = ${who} OR identity_id IN ${identity} ORDER BY effective_at`,
    },
    {
      key: 'trail',
      sql: `SELECT occurred_at, event_type, system, resource, permission, actor, reason, exception_id, event_id, chain, source_id, record_no
FROM audit_events WHERE lower(user_email) = ${who} OR lower(actor) = ${who} ORDER BY occurred_at`,
    },
  ];
}

export function resourceParts(system: string, resource: string, asOf: string): Part[] {
  const where = `system = ${text(system)} AND resource = ${text(resource)}`;
  return [
    {
      key: 'holders',
      sql: `SELECT account_id, email, permission, line, part, policy, exception_id, drift_reason, via, granted_at, granted_by, source_id, record_no
FROM access_coverage(${atMoment(asOf)}) WHERE ${where} ORDER BY email, account_id, permission`,
    },
    {
      key: 'exceptions',
      sql: `SELECT exception_id, user_email, permission, standing, approved_by, approved_at, granted_at, expires_at, revoked_at, source_id, record_no
FROM exception_standing(${atMoment(asOf)}) WHERE ${where} ORDER BY granted_at`,
    },
    {
      key: 'trail',
      sql: `SELECT occurred_at, event_type, user_email, permission, actor, reason, exception_id, event_id, chain, source_id, record_no
FROM audit_events WHERE ${where} ORDER BY occurred_at`,
    },
  ];
}

/** One record as it was loaded. */
export function recordSql(row: { table: string; source_id: string; record_no: number }): string {
  return `SELECT * FROM ${row.table} WHERE source_id = ${text(row.source_id)} AND record_no = ${row.record_no}`;
}

/** The people of one cell of the matrix of segregation. */
export function conflictsSql(asOf: string, kind: string, first: string, second: string): string {
  return `SELECT * FROM sod_conflicts(${atMoment(asOf)}, ${text(kind)})
WHERE list_contains(items, ${text(first)}) AND list_contains(items, ${text(second)}) ORDER BY person, rule`;
}

const localTime = (zone: string): string => `(occurred_at AT TIME ZONE ${text(zone)})`;

/** Which entries of the access logs are counted: all, those refused or failed, or those that findings rest on. */
export type LogUse = 'all' | 'failed' | 'findings';

const LOG_USE: Readonly<Record<LogUse, string>> = {
  all: 'true',
  failed: "result <> 'success'",
  findings: `(source_id, record_no) IN (
    SELECT (r.source_id, r.record_no) FROM (
      SELECT unnest(from_json(source_rows, '[{"table":"VARCHAR","source_id":"VARCHAR","record_no":"BIGINT"}]')) AS r
      FROM current_findings() WHERE outcome IN ('exception', 'lead'))
    WHERE r.table = 'access_logs')`,
};

/** Entries of the access logs by weekday (1 = Monday) and hour of the zone. */
export function hoursSql(zone: string, use: LogUse): string {
  return `SELECT isodow(${localTime(zone)}) AS weekday, hour(${localTime(zone)}) AS hour, count(*) AS entries
FROM access_logs WHERE occurred_at IS NOT NULL AND ${LOG_USE[use]} GROUP BY ALL ORDER BY ALL`;
}

export function hourRowsSql(zone: string, use: LogUse, day: number, hour: number): string {
  return `SELECT * FROM access_logs
WHERE isodow(${localTime(zone)}) = ${day} AND hour(${localTime(zone)}) = ${hour}${use === 'all' ? '' : ` AND ${LOG_USE[use]}`}
ORDER BY occurred_at`;
}

/** Entries of the access logs from these addresses; null = those without an address. `only` is a condition in SQL. */
export function fromAddressesSql(only: string, addresses: readonly string[] | null): string {
  const from =
    addresses === null
      ? "coalesce(trim(ip), '') = ''"
      : `list_contains([${addresses.map(text).join(', ')}], trim(ip))`;
  return `SELECT * FROM access_logs\nWHERE ${from}${only === 'true' ? '' : `\n  AND ${only}`}\nORDER BY occurred_at`;
}

/** People of the groups of two and more that share department and job title. */
const peers = (asOf: string): string => `peers AS (
  SELECT identity_id, coalesce(email, identity_id) AS person, count(*) OVER alike AS size,
    min(trim(department) || ', ' || trim(job_title)) OVER alike AS label
  FROM people_at(${atMoment(asOf)})
  WHERE employed AND nullif(trim(department), '') IS NOT NULL AND nullif(trim(job_title), '') IS NOT NULL
  WINDOW alike AS (PARTITION BY lower(trim(department)), lower(trim(job_title)))
), permissions AS (
  SELECT identity_id, count(DISTINCT (system, resource, permission)) AS held
  FROM actual_grants(${atMoment(asOf)}) WHERE line = 'person' GROUP BY identity_id
), compared AS (
  SELECT p.person, p.label, p.size, coalesce(h.held, 0)::INTEGER AS held
  FROM peers AS p LEFT JOIN permissions AS h ON h.identity_id = p.identity_id WHERE p.size > 1
)`;

/** Each group of peers: how many people hold how many permissions, as {held, people}; largest groups first. */
export function peerGroupsSql(asOf: string, most: number): string {
  return `WITH ${peers(asOf)}, counted AS (
  SELECT label, size, held, count(*)::INTEGER AS people FROM compared GROUP BY ALL
), middles AS (
  SELECT label, median(held) AS middle FROM compared GROUP BY label
)
SELECT c.label, c.size::INTEGER AS size, CAST(any_value(m.middle) AS DECIMAL(18, 1)) AS median,
  string_agg(held || ':' || people, ' ' ORDER BY held) AS people, count(*) OVER ()::INTEGER AS groups
FROM counted AS c JOIN middles AS m ON m.label = c.label
GROUP BY c.label, c.size ORDER BY c.size DESC, c.label LIMIT ${most}`;
}

/** People of these groups whom the latest run of the procedure names. */
export function peerOutliersSql(asOf: string): string {
  return `WITH ${peers(asOf)}, named AS (
  SELECT subject_id, any_value(id ORDER BY id) AS id, any_value(summary ORDER BY id) AS summary
  FROM current_findings() WHERE procedure = 'access.peers-alike' GROUP BY subject_id
)
SELECT c.person, c.label, c.held, n.summary, n.id FROM compared AS c JOIN named AS n ON n.subject_id = c.person
ORDER BY c.label, c.held DESC, c.person`;
}

/** The people of one group, those with most permissions first. */
export function peersSql(asOf: string, label: string, held: number | null): string {
  return `WITH ${peers(asOf)}
SELECT * FROM compared WHERE label = ${text(label)}${held === null ? '' : ` AND held = ${held}`} ORDER BY held DESC, person`;
}
