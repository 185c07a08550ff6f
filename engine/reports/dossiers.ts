import { grouped } from '#shared/model/grouped.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Row } from '#engine/store/index.ts';
import { snapshotBasis, snapshotNote } from './basis.ts';
import { line, type Line, type ReportInput, type ReportModel, type ReportSpec } from './model.ts';
import { subjectTrail } from './subject-trail.ts';

/** Entries of a trail that a dossier prints; `trail` gives all of them. */
const ENTRIES = 1000;

/** Everything known of one person: role, policies, access with its reason, exceptions, reviews, findings, trail. */
export const personDossier: ReportSpec = {
  id: 'user',
  title: 'Dossier of a person',
  about: 'the address of a person',
  asks: ['access_coverage', 'missing_access', 'people_at', 'policy_people'],
  build: buildPerson,
};

/** Everything known of one resource: who holds it and why, exceptions for it, reviews of it, its trail. */
export const resourceDossier: ReportSpec = {
  id: 'resource',
  title: 'Dossier of a resource',
  about: 'system:resource, as the sources write it',
  asks: ['access_coverage'],
  build: buildResource,
};

const PERSON = `SELECT * FROM people_at($as_of::TIMESTAMPTZ) WHERE email = $email ORDER BY identity_id`;
const POLICIES = `SELECT policy, version FROM policy_people($as_of::TIMESTAMPTZ) WHERE identity_id = $id ORDER BY policy, version`;
const HELD = `
  SELECT system, resource, permission, email, part, drift_reason, policy, policy_version AS version, exception_id, via, granted_at, granted_by, source_id, record_no
  FROM access_coverage($as_of::TIMESTAMPTZ)`;
const MISSING = `SELECT system, resource, permission, policy FROM missing_access($as_of::TIMESTAMPTZ) WHERE identity_id = $id ORDER BY ALL`;
const EXCEPTIONS = `
  SELECT exception_id, user_email, system, resource, permission, standing, justification, approved_by, approved_at, expires_at
  FROM exception_standing($as_of::TIMESTAMPTZ)`;
const REVIEWS = `
  SELECT i.campaign_id, i.item_id, i.user_email, i.system, i.resource, i.permission, a.decision, a.reviewer_email, a.decided_at
  FROM review_items AS i LEFT JOIN review_answers AS a ON a.campaign_id = i.campaign_id AND a.item_id = i.item_id AND a.decided_at <= $as_of::TIMESTAMPTZ`;
const FINDINGS = `SELECT procedure, severity, outcome, subject_id, reason_code, summary, disposition FROM current_findings()`;

const grantName = (row: Row) =>
  `${String(row['system'])}:${String(row['resource'])} (${String(row['permission'])})`;
const day = (value: unknown) =>
  value === null || value === undefined ? 'no date' : String(value).slice(0, 10);

function reason(row: Row): string {
  if (row['part'] === 'policy') return `policy ${row['policy'] ?? ''} ${row['version'] ?? ''}`.trim();
  if (row['part'] === 'exception') return `exception ${row['exception_id']}`;
  if (row['part'] === 'drift') return `drift: ${String(row['drift_reason']).replaceAll('_', ' ')}`;
  return 'not the account of one person';
}

async function trailOf({ session }: ReportInput, subject: string) {
  return subjectTrail(session, subject, { offset: 0, limit: ENTRIES }).catch((error: unknown) => {
    if (error instanceof TickmarkError && error.code === 'NOT_FOUND') return null;
    throw error;
  });
}

function trailLines(trail: Awaited<ReturnType<typeof trailOf>>): Line[] {
  return (trail?.entries ?? []).map(({ at, text, source_id, record_no }) =>
    line(at, text, `${source_id}, record ${record_no}`),
  );
}

async function buildPerson(input: ReportInput): Promise<ReportModel> {
  const { session, moments, subject } = input;
  const email = subject.toLowerCase();
  const at = { as_of: moments.as_of };
  const [person, ...others] = await session.rows(PERSON, { ...at, email });
  const trail = await trailOf(input, `user:${email}`);
  if (person === undefined && trail === null) {
    throw new TickmarkError('NOT_FOUND', `no source says anything of ${email}`, {
      hint: 'Write the address as the sources do.',
    });
  }
  const id = person === undefined ? '' : String(person['identity_id']);
  const policies = await session.rows(POLICIES, { ...at, id });
  const held = await session.rows(
    `${HELD} WHERE identity_id = $id ORDER BY system, resource, permission, record_no`,
    { ...at, id },
  );
  const missing = await session.rows(MISSING, { ...at, id });
  const exceptions = await session.rows(
    `${EXCEPTIONS} WHERE lower(trim(user_email)) = $email ORDER BY approved_at, exception_id`,
    { ...at, email },
  );
  const reviews = await session.rows(
    `${REVIEWS} WHERE lower(trim(i.user_email)) = $email ORDER BY i.campaign_id, i.item_id, a.decided_at`,
    { ...at, email },
  );
  const findings = await session.rows(
    `${FINDINGS} WHERE outcome <> 'pass' AND (lower(subject_id) = $email OR starts_with(lower(subject_id), $email || '|') OR ends_with(lower(subject_id), '|' || $email)) ORDER BY procedure, subject_id, reason_code, summary`,
    { email },
  );
  const text = (name: string) => String(person?.[name] ?? 'not stated');
  return {
    report: 'user',
    title: `Dossier of ${email} - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: null,
    figures: {
      email,
      identity_id: person?.['identity_id'] ?? null,
      employed: person?.['employed'] ?? null,
      policies: policies.map((row) => `${row['policy']} ${row['version']}`),
      grants: held.length,
      drift: held.filter((row) => row['part'] === 'drift').length,
      missing: missing.length,
      exceptions: exceptions.length,
      review_decisions: reviews.filter((row) => row['decision'] !== null).length,
      findings: findings.length,
      trail_entries: trail?.total ?? 0,
    },
    rows: held,
    sections: [
      {
        heading: 'Person',
        lines:
          person === undefined
            ? [line('In the roster', 'no')]
            : [
                line('Name', text('display_name')),
                line('Role', text('job_title'), text('department')),
                line('Manager', text('manager_email')),
                line('Employed at this moment', person['employed'] === true ? 'yes' : 'no'),
                ...others.map((other) =>
                  line(
                    'Another identity with this address',
                    `${String(other['display_name'] ?? 'no name')}, ${String(other['identity_id'])}`,
                    'what is held under it is counted for neither',
                  ),
                ),
              ],
      },
      {
        heading: 'Policies that apply',
        lines: policies.map((row) => line(String(row['policy']), String(row['version']))),
      },
      {
        heading: 'Access held, and why',
        lines: held.map((row) => line(grantName(row), reason(row), via(row))),
      },
      {
        heading: 'Access owed and not held',
        lines: missing.map((row) => line(grantName(row), String(row['policy']))),
      },
      { heading: 'Exceptions', lines: exceptions.map(exceptionLine) },
      { heading: 'Reviews', lines: reviews.map(reviewLine) },
      {
        heading: 'Findings of the latest runs',
        lines: findings.map((row) =>
          line(String(row['procedure']), String(row['summary']), String(row['severity'])),
        ),
      },
      { heading: 'Trail', lines: trailLines(trail) },
    ].filter(({ lines }) => lines.length > 0),
    notes: [snapshotNote(await snapshotBasis(session, moments.as_of)), trailNote(trail)],
  };
}

const via = (row: Row) => {
  const ways = row['via'] as unknown as string[] | null;
  return ways === null || ways.every((way) => way === 'direct') ? undefined : `by way of ${ways.join(', ')}`;
};

const exceptionLine = (row: Row): Line =>
  line(
    String(row['exception_id']),
    `${row['permission']} on ${row['system'] === null ? '' : `${row['system']}:`}${row['resource']}, until ${day(row['expires_at'])}: ${String(row['standing']).replaceAll('_', ' ')}`,
    `approved by ${row['approved_by'] ?? 'nobody'}`,
  );

const reviewLine = (row: Row): Line =>
  line(
    `${row['campaign_id']} ${row['item_id']}`,
    `${grantName(row)}: ${row['decision'] ?? 'not decided'}`,
    row['decision'] === null ? undefined : `${row['reviewer_email']}, ${day(row['decided_at'])}`,
  );

function trailNote(trail: Awaited<ReturnType<typeof trailOf>>): string {
  if (trail === null) return 'NO DATA: no source has a trail of it.';
  const more = trail.total > ENTRIES ? `; the first ${ENTRIES} are shown` : '';
  return `The trail has ${grouped(trail.total)} entries of ${trail.sources.join(', ')}${more}.`;
}

async function buildResource(input: ReportInput): Promise<ReportModel> {
  const { session, moments, subject } = input;
  const trail = await trailOf(input, `resource:${subject}`);
  const at = { as_of: moments.as_of, name: subject.toLowerCase() };
  const named = (table: string) =>
    `(lower(${table}resource) = $name OR lower(${table}system || ':' || ${table}resource) = $name)`;
  const held = await session.rows(
    `${HELD} WHERE ${named('')} ORDER BY system, resource, permission, email, record_no`,
    at,
  );
  const exceptions = await session.rows(
    `${EXCEPTIONS} WHERE ${named('')} ORDER BY approved_at, exception_id`,
    at,
  );
  const reviews = await session.rows(
    `${REVIEWS} WHERE ${named('i.')} ORDER BY i.campaign_id, i.item_id, a.decided_at`,
    at,
  );
  if (trail === null && held.length + exceptions.length + reviews.length === 0) {
    throw new TickmarkError('NOT_FOUND', `no source says anything of ${subject}`, {
      hint: 'Write the resource as the sources do, for example gitlab:group:core.',
    });
  }
  const of = (part: string) => held.filter((row) => row['part'] === part).length;
  return {
    report: 'resource',
    title: `Dossier of ${subject} - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: null,
    figures: {
      resource: subject,
      grants: held.length,
      people: new Set(held.filter((row) => row['part'] !== null).map((row) => row['email'])).size,
      by_policy: of('policy'),
      by_exception: of('exception'),
      drift: of('drift'),
      exceptions: exceptions.length,
      review_decisions: reviews.filter((row) => row['decision'] !== null).length,
      trail_entries: trail?.total ?? 0,
    },
    rows: held,
    sections: [
      {
        heading: 'Who holds it, and why',
        lines: held.map((row) =>
          line(String(row['email'] ?? 'no person'), `${row['permission']}: ${reason(row)}`, via(row)),
        ),
      },
      {
        heading: 'Exceptions',
        lines: exceptions.map((row) => ({
          ...exceptionLine(row),
          label: `${row['exception_id']}, ${row['user_email']}`,
        })),
      },
      {
        heading: 'Reviews',
        lines: reviews.map((row) => ({
          ...reviewLine(row),
          label: `${row['campaign_id']} ${row['item_id']}, ${row['user_email']}`,
        })),
      },
      { heading: 'Trail', lines: trailLines(trail) },
    ].filter(({ lines }) => lines.length > 0),
    notes: [snapshotNote(await snapshotBasis(session, moments.as_of)), trailNote(trail)],
  };
}
