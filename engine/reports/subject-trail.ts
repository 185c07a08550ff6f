import type { SubjectTrail, TrailEntry } from '#shared/model/trail.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Row, Session } from '#engine/store/index.ts';

/** Days of use that are listed. */
const USE_DAYS = 2000;

const SOURCES = [
  'audit_events',
  'role_changes',
  'hr_events',
  'access_requests',
  'approvals',
  'exceptions',
  'review_answers',
  'grants',
  'access_logs',
] as const;

interface Subject {
  /** Lower case; null for a resource. */
  person: string | null;
  system: string | null;
  resource: string | null;
}

const stamp = (expression: string) => `strftime(${expression} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')`;

/** `user:EMAIL` or `resource:NAME`; the part before the first colon of a name is a system only if one is called so. */
async function parseSubject(session: Session, text: string): Promise<Subject> {
  const match = /^(user|resource):(.+)$/s.exec(text.trim());
  if (match === null) {
    throw new TickmarkError('BAD_ARGUMENT', `"${text}" is neither user:EMAIL nor resource:NAME`, {
      hint: 'For example user:ana@company.com or resource:gitlab:group:core.',
    });
  }
  const name = match[2]!.trim();
  if (match[1] === 'user') return { person: name.toLowerCase(), system: null, resource: null };
  const colon = name.indexOf(':');
  const system = colon > 0 ? name.slice(0, colon) : null;
  const known =
    system !== null &&
    (await session.value(
      `SELECT count(*) > 0 FROM (SELECT system FROM grants UNION ALL SELECT system FROM audit_events UNION ALL SELECT system FROM entitlements) WHERE system = $system`,
      { system },
    )) === true;
  return known
    ? { person: null, system, resource: name.slice(colon + 1) }
    : { person: null, system: null, resource: name };
}

const MATCHED = `
  ($person::VARCHAR IS NULL OR m.person = $person) AND ($resource::VARCHAR IS NULL OR m.resource = $resource)
  AND ($system::VARCHAR IS NULL OR m.system = $system OR m.system IS NULL)`;

const ENTRIES = `
  SELECT m.happened_at, NULL::TIMESTAMPTZ AS not_before, m.source, m.kind, m.person, m.system, m.resource, m.permission, m.actor, m.detail, m.reference,
    m.source_id, m.record_no
  FROM recorded_moments() AS m WHERE m.happened_at IS NOT NULL AND ${MATCHED}
  UNION ALL
  SELECT m.not_after, m.not_before, 'grants', 'access_' || m.change, m.person, m.system, m.resource, m.permission, NULL, '', NULL, m.source_id, m.record_no
  FROM (
    SELECT c.*, coalesce(lower(trim(p.email)), c.account_id) AS person
    FROM observed_changes() AS c LEFT JOIN people() AS p ON p.identity_id = c.identity_id
  ) AS m WHERE ${MATCHED}
  UNION ALL
  SELECT m.as_of, NULL, 'grants', 'access_held_at_first', m.person, m.system, m.resource, m.permission, NULL, '', NULL, m.source_id, m.record_no
  FROM (
    SELECT g.*, coalesce(lower(trim(p.email)), lower(g.account_id)) AS person
    FROM grants AS g LEFT JOIN people() AS p ON p.identity_id = g.identity_id
    WHERE g.as_of = (SELECT min(f.as_of) FROM grants AS f WHERE f.system = g.system)
  ) AS m WHERE ${MATCHED}`;

function sentence(entry: Omit<TrailEntry, 'text'>): string {
  const { kind, person, resource, permission, actor, detail, not_before: before } = entry;
  const what = [permission, resource].filter((part) => part !== null).join(' on ');
  const seen = entry.source === 'grants';
  const parts = [
    seen
      ? ({
          access_appeared: 'new in a snapshot:',
          access_disappeared: 'gone from a snapshot:',
          access_held_at_first: 'in the first snapshot:',
        }[kind] ?? kind)
      : kind.replaceAll('_', ' '),
    what === '' ? null : what,
    person === null ? null : `of ${person}`,
    actor === null || actor === person ? null : `by ${actor}`,
    before === null ? null : `between ${before} and ${entry.at}`,
  ].filter((part) => part !== null);
  return `${parts.join(' ')}${detail === '' ? '' : ` (${detail})`}`;
}

function entryOf(row: Row): TrailEntry {
  const text = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]));
  const resource = [text('system'), text('resource')].filter((part) => part !== null).join(':');
  const entry = {
    at: String(row['happened_at']),
    not_before: text('not_before'),
    source: String(row['source']),
    kind: String(row['kind']),
    person: text('person'),
    resource: resource === '' ? null : resource,
    permission: text('permission'),
    actor: text('actor'),
    detail: text('detail') ?? '',
    reference: text('reference'),
    source_id: String(row['source_id']),
    record_no: Number(row['record_no']),
  };
  return { ...entry, text: sentence(entry) };
}

/**
 * Trail of a person or a resource over all sources, oldest first, with the row that each entry comes from. Snapshots
 * give intervals. Throws BAD_ARGUMENT for another subject, NOT_FOUND when no source knows it.
 */
export async function subjectTrail(
  session: Session,
  subject: string,
  page: { offset: number; limit: number },
): Promise<SubjectTrail> {
  const { person, system, resource } = await parseSubject(session, subject);
  const params = { person, system, resource };
  const summary = await session.one(
    `SELECT count(*) AS total, ${stamp('min(happened_at)')} AS first_at, ${stamp('max(happened_at)')} AS last_at FROM (${ENTRIES})`,
    params,
  );
  const rows = await session.rows(
    `SELECT * REPLACE (${stamp('happened_at')} AS happened_at, ${stamp('not_before')} AS not_before) FROM (
       SELECT * FROM (${ENTRIES}) ORDER BY happened_at, source, source_id, record_no, kind LIMIT $limit OFFSET $offset)
     ORDER BY happened_at, source, source_id, record_no, kind`,
    { ...params, ...page },
  );
  const use = await session.rows(
    `SELECT strftime(m.occurred_at AT TIME ZONE 'UTC', '%Y-%m-%d') AS day, coalesce(m.system, '') AS system, count(*) AS entries,
       count(*) FILTER (m.result = 'denied') AS denied
     FROM (SELECT l.*, coalesce(lower(trim(p.email)), l.account) AS person FROM access_logs AS l
       LEFT JOIN people() AS p ON p.identity_id = l.identity_id) AS m
     WHERE ${MATCHED} GROUP BY ALL ORDER BY day, system LIMIT ${USE_DAYS}`,
    params,
  );
  const total = Number(summary?.['total'] ?? 0);
  if (total === 0 && use.length === 0) {
    throw new TickmarkError('NOT_FOUND', `no source says anything of ${subject}`, {
      hint: 'Write the address or the resource as the sources do.',
    });
  }
  const counted = await session.rows(
    SOURCES.map((name) => `SELECT '${name}' AS name, count(*) AS n FROM ${name}`).join(' UNION ALL '),
  );
  const present = new Set(counted.filter((row) => Number(row['n']) > 0).map((row) => String(row['name'])));
  const orNull = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return {
    subject,
    entries: rows.map(entryOf),
    total,
    use: use.map((row) => ({
      day: String(row['day']),
      system: String(row['system']),
      entries: Number(row['entries']),
      denied: Number(row['denied']),
    })),
    sources: SOURCES.filter((name) => present.has(name)),
    first_at: orNull(summary?.['first_at']),
    last_at: orNull(summary?.['last_at']),
  };
}
