import { grouped } from '#shared/model/grouped.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Result } from '#shared/contract/methods.ts';
import { keepShared } from '#engine/canonical/index.ts';
import { type Engagement, resolveMoments } from '#engine/engagement/index.ts';
import type { Row, Session } from '#engine/store/index.ts';

export type Why = Result<'access.why'>;
type Ground = Why['grounds'][number];

const PERSON = `
  SELECT p.identity_id, p.email, p.display_name, p.job_title, p.department, p.employed
  FROM people_at($as_of::TIMESTAMPTZ) AS p
  WHERE p.email = lower(trim($who)) OR p.identity_id = trim($who)
    OR p.identity_id IN (SELECT identity_id FROM accounts WHERE lower(account_id) = lower(trim($who)))
  ORDER BY p.identity_id`;

const NAMED = `($system IS NULL OR system = $system) AND lower(resource) = lower($resource)`;

const HELD = `
  SELECT system, account_id, resource, permission, part, drift_reason, coalesce(via, []) AS via, granted_at, granted_by, as_of,
    source_id, record_no
  FROM access_coverage($as_of::TIMESTAMPTZ)
  WHERE identity_id = $identity_id AND ${NAMED}
  ORDER BY system, resource, permission, account_id`;

const CLAUSES = `
  SELECT policy, version, clause_no, system, resource, permission, justification, source_id, record_no
  FROM expected_access($as_of::TIMESTAMPTZ)
  WHERE identity_id = $identity_id AND ($system IS NULL OR system IN ($system, '*')) AND (resource = '*' OR lower(resource) = lower($resource))
  ORDER BY policy, version, clause_no`;

const EXCEPTIONS = `
  SELECT exception_id, system, resource, permission, standing, approved_by, approved_at, expires_at, source_id, record_no
  FROM exception_standing($as_of::TIMESTAMPTZ)
  WHERE lower(trim(user_email)) = $email AND ($system IS NULL OR system IS NULL OR system = $system) AND lower(resource) = lower($resource)
  ORDER BY approved_at, exception_id, source_id, record_no`;

const REQUESTS = `
  SELECT r.request_id, r.system, r.resource, r.permission, lower(trim(r.status)) AS status, r.requested_at, r.source_id, r.record_no,
    coalesce((
      SELECT list({'table': 'approvals', 'source_id': a.source_id, 'record_no': a.record_no, 'who': a.approver_email, 'decision': a.decision}
        ORDER BY a.level, a.decided_at, a.source_id, a.record_no)
      FROM approvals AS a WHERE a.request_id = r.request_id AND a.decided_at <= $as_of::TIMESTAMPTZ), []) AS approvals
  FROM access_requests AS r
  WHERE lower(trim(r.user_email)) = $email AND ($system IS NULL OR r.system IS NULL OR r.system = $system)
    AND lower(r.resource) = lower($resource) AND r.requested_at <= $as_of::TIMESTAMPTZ
  ORDER BY r.requested_at, r.request_id, r.source_id, r.record_no`;

/** Memberships on the ways that the held grants name: by the outermost group of each way. */
const MEMBERSHIPS = `
  SELECT DISTINCT system, group_id, path, source_id, record_no
  FROM group_people($as_of::TIMESTAMPTZ)
  WHERE identity_id = $identity_id AND list_contains($groups::VARCHAR[], group_id)
  ORDER BY group_id, system, path, source_id, record_no`;

const text = (row: Row, name: string): string | null =>
  row[name] === null || row[name] === undefined ? null : String(row[name]);

const source = (table: string, row: Row) => ({
  table,
  source_id: String(row['source_id']),
  record_no: Number(row['record_no']),
});

async function personOf(session: Session, who: string, as_of: string): Promise<Why['identity']> {
  const found = await session.rows(PERSON, { as_of, who });
  if (found.length !== 1) {
    throw new TickmarkError(
      'NOT_FOUND',
      found.length === 0
        ? `nobody is known as "${who}"`
        : `${grouped(found.length)} people are known as "${who}"`,
      {
        hint:
          found.length === 0
            ? 'Give the address or the identity id of somebody in identities.'
            : `Give the identity id: ${found.map((row) => String(row['identity_id'])).join(', ')}.`,
      },
    );
  }
  const row = found[0]!;
  return {
    identity_id: String(row['identity_id']),
    email: text(row, 'email'),
    display_name: text(row, 'display_name'),
    job_title: text(row, 'job_title'),
    department: text(row, 'department'),
    employed: row['employed'] === true,
  };
}

/** A text is split at its first colon only where what stands before it is a known system. */
async function resourceOf(
  session: Session,
  name: string,
): Promise<{ system: string | null; resource: string }> {
  const at = name.indexOf(':');
  if (at < 1) return { system: null, resource: name };
  const system = await session.value(
    `SELECT min(system) FROM (
       SELECT system FROM grants UNION SELECT system FROM policy_grants UNION SELECT system FROM accounts UNION SELECT system FROM entitlements)
     WHERE lower(system) = lower($prefix)`,
    { prefix: name.slice(0, at) },
  );
  return system === null
    ? { system: null, resource: name }
    : { system: String(system), resource: name.slice(at + 1) };
}

function clauseGround(row: Row): Ground {
  const why = text(row, 'justification');
  return {
    kind: 'policy',
    system: text(row, 'system'),
    resource: String(row['resource']),
    permission: text(row, 'permission'),
    holds: true,
    summary: `${row['policy']} ${row['version']}, clause ${row['clause_no']}, gives ${row['permission']} on ${row['system']}:${row['resource']}${why === null ? '' : ` (${why})`}`,
    source_rows: [source('policy_grants', row)],
  };
}

function exceptionGround(row: Row): Ground {
  const valid = row['standing'] === 'valid';
  const standing = valid ? 'valid' : `not valid: ${String(row['standing']).replaceAll('_', ' ')}`;
  return {
    kind: 'exception',
    system: text(row, 'system'),
    resource: String(row['resource']),
    permission: text(row, 'permission'),
    holds: valid,
    summary: `Exception ${row['exception_id']} for ${row['permission']}, approved by ${row['approved_by'] ?? 'nobody'}, until ${text(row, 'expires_at')?.slice(0, 10) ?? 'no date'}: ${standing}`,
    source_rows: [source('exceptions', row)],
  };
}

function requestGround(row: Row): Ground {
  const approvals = row['approvals'] as unknown as {
    table: string;
    source_id: string;
    record_no: number;
    who: string | null;
    decision: string | null;
  }[];
  const approved = approvals.filter(({ decision }) => decision?.toLowerCase() === 'approved');
  const by =
    approved.length === 0 ? 'no approval' : `approved by ${approved.map(({ who }) => who).join(', ')}`;
  return {
    kind: 'request',
    system: text(row, 'system'),
    resource: String(row['resource']),
    permission: text(row, 'permission'),
    holds: row['status'] === 'approved' && approved.length > 0,
    summary: `Request ${row['request_id']} for ${row['permission']} of ${text(row, 'requested_at')?.slice(0, 10)}: ${row['status'] ?? 'no status'}, ${by}`,
    source_rows: [
      source('access_requests', row),
      ...approvals.map(({ table, source_id, record_no }) => ({ table, source_id, record_no })),
    ],
  };
}

function groupGround(resource: string) {
  return (row: Row): Ground => ({
    kind: 'group',
    system: text(row, 'system'),
    resource,
    permission: null,
    holds: true,
    summary: `Member by way of ${row['path']} of ${row['system']}`,
    source_rows: [source('memberships', row)],
  });
}

/** One sentence for each permission that is held, then what the grounds would give beyond it. */
function sentences(
  who: string,
  name: string,
  held: Why['held'],
  grounds: readonly Ground[],
  employed: boolean,
): string[] {
  const because = (grant: Why['held'][number]): string => {
    if (grant.part === null) return 'the account is not that of one person';
    const fitting = grounds.filter(
      ({ kind, holds, permission }) =>
        holds && kind === grant.part && (permission === '*' || permission === grant.permission),
    );
    if (fitting.length > 0) return fitting.map(({ summary }) => summary).join('; ');
    return employed
      ? 'neither a policy nor a valid exception gives it'
      : 'the person is not employed at this moment';
  };
  const lines = held.map(
    (grant) =>
      `${who} holds ${grant.permission} on ${grant.system}:${grant.resource} (${grant.part ?? 'other line'}): ${because(grant)}`,
  );
  if (held.length === 0) lines.push(`${who} holds nothing on ${name}`);
  const owed = grounds.filter(
    ({ kind, holds, permission, system, resource }) =>
      kind === 'policy' &&
      holds &&
      ![permission, system, resource].includes('*') &&
      !held.some((grant) => grant.permission === permission && grant.system === system),
  );
  return [...lines, ...owed.map(({ summary }) => `Not held: ${summary}`)];
}

/**
 * Why somebody has access to a resource, or has none, at a moment: the grants held with the ways that lead to them, and every
 * policy clause, exception, request and membership that bears on them. Throws NOT_FOUND for a person who is not known or not
 * one person, BAD_ARGUMENT for a moment that cannot be understood.
 */
export async function whyAccess(
  engagement: Engagement,
  params: { identity: string; resource: string; as_of?: string | undefined },
): Promise<Why> {
  const { store, settings } = engagement;
  return store.use(async (session) => {
    const moments = await resolveMoments(session, settings, { as_of: params.as_of });
    const { as_of } = moments;
    await session.run('BEGIN TRANSACTION READ ONLY');
    await keepShared(session, as_of, ['access_coverage', 'expected_access', 'group_people', 'people_at']);
    const identity = await personOf(session, params.identity, as_of);
    const named = await resourceOf(session, params.resource);
    const about = { as_of, identity_id: identity.identity_id, ...named };
    const rows = await session.rows(HELD, about);
    const held = rows.map((row) => ({
      system: String(row['system']),
      account: String(row['account_id']),
      resource: String(row['resource']),
      permission: String(row['permission']),
      part: text(row, 'part'),
      drift_reason: text(row, 'drift_reason'),
      via: row['via'] as string[],
      granted_at: text(row, 'granted_at'),
      granted_by: text(row, 'granted_by'),
      observed_at: String(row['as_of']),
      source_rows: [source('grants', row)],
    }));
    const groups = [...new Set(held.flatMap(({ via }) => via.flatMap((way) => way.split(' > '))))].map(
      (group) => group.trim().toLowerCase(),
    );
    const { identity_id, ...ofMail } = { ...about, email: identity.email };
    const grounds = [
      ...(await session.rows(CLAUSES, about)).map(clauseGround),
      ...(await session.rows(EXCEPTIONS, ofMail)).map(exceptionGround),
      ...(await session.rows(REQUESTS, ofMail)).map(requestGround),
      ...(await session.rows(MEMBERSHIPS, { as_of, identity_id, groups })).map(groupGround(named.resource)),
    ];
    const who = identity.email ?? identity_id;
    return {
      identity,
      resource: named.system === null ? named.resource : `${named.system}:${named.resource}`,
      as_of: moments.as_of_text,
      held,
      grounds,
      summary: sentences(who, params.resource, held, grounds, identity.employed),
    };
  });
}
