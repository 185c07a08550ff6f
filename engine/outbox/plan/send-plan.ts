import { createHash } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, journalLines, resolveMoments, type WorkOptions } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import { dueOn } from '../days.ts';
import { requireInternal } from '../independence.ts';
import { keepRecord } from '../keep-record.ts';
import type { OutPlace } from '../send-review.ts';
import { requirePlace, writeOut } from '../write-out.ts';
import { type ActionView, actionViews } from './action-status.ts';
import { type Candidate, type LeftOut, planCandidates } from './candidates.ts';
import { PLAN_FILES, planFiles } from './plan-files.ts';

export const PLAN_FORMAT = 'tickmark-remediation-plan/1';

export interface SendPlan extends OutPlace {
  as_of?: string | undefined;
  /** Days to act, from the day of the moment. */
  days: number;
  /** Only what the client or the auditor decided, or a reviewer. */
  decided_only: boolean;
}

export interface SentPlan {
  /** null = nothing was new. */
  plan_id: string | null;
  added: number;
  due_on: string;
  counts: Record<ActionView['state'], number>;
  actions: ActionView[];
  left_out: LeftOut[];
  path: string;
  files: number;
}

/** Who sees to an action of which management named nobody: the owner of the resource, else of the account, else the manager. */
async function owners(session: Session, candidates: readonly Candidate[]): Promise<(string | null)[]> {
  const owned = new Map<string, string>();
  const keep = (key: unknown[], owner: unknown) => owned.set(JSON.stringify(key), String(owner));
  for (const row of await session.rows(
    `SELECT system, resource, min(owner_email) AS owner FROM entitlements WHERE nullif(trim(owner_email), '') IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  ))
    keep(['resource', row['system'], row['resource']], row['owner']);
  for (const row of await session.rows(
    `SELECT system, lower(account_id) AS account, min(owner_email) AS owner FROM (
       SELECT system, account_id, owner_email FROM accounts UNION ALL SELECT system, account_id, owner_email FROM service_accounts)
     WHERE nullif(trim(owner_email), '') IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  ))
    keep(['account', row['system'], row['account']], row['owner']);
  for (const row of await session.rows(
    `SELECT lower(trim(email)) AS email, min(manager_email) AS owner FROM people()
     WHERE nullif(trim(manager_email), '') IS NOT NULL GROUP BY ALL ORDER BY ALL`,
  ))
    keep(['manager', row['email']], row['owner']);
  const find = (...key: unknown[]) => owned.get(JSON.stringify(key)) ?? null;
  return candidates.map(({ owner, holder, system, account_id, resource }) => {
    const account = account_id?.toLowerCase() ?? null;
    return (
      owner ??
      find('resource', system, resource) ??
      find('account', system, account ?? holder) ??
      find('manager', holder ?? account)
    );
  });
}

/** Findings of the latest runs with the day at which their procedures looked. */
async function foundOn(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows(
    `SELECT f.id, strftime(r.as_of::TIMESTAMPTZ, '%Y-%m-%d') AS day FROM current_findings() AS f
     JOIN current_runs() AS r ON r.run_id = f.run_id AND r.procedure = f.procedure ORDER BY f.id`,
  );
  return new Map(rows.map(({ id, day }) => [String(id), String(day)]));
}

/** A decision that was carried out calls for nothing more, nor does a finding of a run before that. */
function calledAgain(
  { causes }: Candidate,
  { cause, closed_on, planned_on }: ActionView,
  found: ReadonlyMap<string, string>,
): boolean {
  const planned = `, ${cause ?? ''}, `;
  return causes.some((one) => {
    const day = found.get(one);
    return day === undefined ? !planned.includes(`, ${one}, `) : day >= (closed_on ?? planned_on);
  });
}

interface Kept {
  plan_id: string;
  actions: number;
}

/** The last plan that was kept and never written out, since that was ended in between; null = there is none. */
async function unfinished(session: Session): Promise<Kept | null> {
  const plans = await session.rows(
    `SELECT r.plan_id, count(*)::INTEGER AS actions, max(s.position) AS position
     FROM remediation_actions AS r JOIN work.sources AS s ON s.source_id = r.source_id
     WHERE (s.receipt->>'origin') = 'outbox' GROUP BY r.plan_id ORDER BY position DESC LIMIT 1`,
  );
  const told = new Set(
    (await journalLines(session))
      .map((line) => JSON.parse(line) as { action: string; details: { plan_id?: unknown } })
      .flatMap(({ action, details }) => (action === 'remediation_planned' ? [details.plan_id] : [])),
  );
  const last = plans[0] as (Kept & Record<string, unknown>) | undefined;
  return last === undefined || told.has(last.plan_id)
    ? null
    : { plan_id: last.plan_id, actions: last.actions };
}

/**
 * Plans what findings and reviewers' decisions call for: what is new is kept as a source, and the whole plan with its
 * states is written as CSV and check list. One that was kept and not written out is finished by the next. Throws INDEPENDENCE, DATA_MISSING, OUTPUT_EXISTS, OUTPUT_FAILED.
 */
export async function sendPlan(
  engagement: Engagement,
  request: SendPlan,
  work: WorkOptions = {},
): Promise<SentPlan> {
  requireInternal(engagement);
  requirePlace(request.path, request.form, PLAN_FILES);
  const { store, settings } = engagement;
  const prepared = await store.use(async (session) => {
    const moments = await resolveMoments(session, settings, { as_of: request.as_of });
    const { due_on } = await dueOn(session, undefined, moments.as_of, request.days);
    const { candidates, left_out } = await planCandidates(session, request.decided_only);
    const before = new Map(
      (await actionViews(session, moments.as_of)).map((action) => [action.action_id, action]),
    );
    const found = await foundOn(session);
    // What was closed and is called for again is planned again.
    const fresh = candidates.filter((candidate) => {
      const known = before.get(candidate.action_id);
      return known === undefined || (known.state === 'closed' && calledAgain(candidate, known, found));
    });
    const owner = await owners(session, fresh);
    const begun = fresh.length > 0 ? null : await unfinished(session);
    return { moments, due_on, left_out, fresh, owner, begun, planned: before.size };
  });
  const { moments, due_on, left_out, fresh, owner, begun } = prepared;
  if (fresh.length === 0 && prepared.planned === 0) {
    throw new TickmarkError('DATA_MISSING', 'nothing calls for remediation', {
      hint: 'Run the procedures first; findings that were decided in another way are no part of a plan.',
      details: { left_out },
    });
  }
  const plan_id = `RP-${createHash('sha256')
    .update(JSON.stringify([settings.id, moments.as_of, due_on, fresh]))
    .digest('hex')
    .slice(0, 12)}`;
  const rows = fresh.map(({ causes, owner: named, due_on: until, ...action }, i) => ({
    plan_id,
    ...action,
    cause: causes.join(', '),
    owner: named ?? owner[i] ?? null,
    planned_at: moments.as_of,
    due_on: until ?? due_on,
  }));
  if (rows.length > 0) {
    await keepRecord(
      engagement,
      `${plan_id}.json`,
      'remediation-plan',
      {
        format: PLAN_FORMAT,
        plan_id,
        engagement_id: settings.id,
        client: settings.client,
        as_of: moments.as_of,
        due_on,
        left_out,
        actions: rows,
      },
      {},
    );
  }
  const actions = await store.use((session) => actionViews(session, moments.as_of));
  const files = await planFiles(actions, moments.as_of_text);
  const undo = await writeOut(request.path, request.form, files);
  const counts = countStates(actions);
  const planned =
    rows.length > 0
      ? { plan_id, added: rows.length }
      : { plan_id: begun?.plan_id ?? null, added: begun?.actions ?? 0 };
  await engagement
    .change('remediation_planned', async () => ({
      value: null,
      details: { ...planned, due_on, counts, left_out },
    }))
    .catch(async (error: unknown) => {
      await undo();
      throw error;
    });
  work.onProgress?.({ phase: 'Planning', done: 1, total: 1, unit: 'files' });
  return {
    ...planned,
    due_on,
    counts,
    actions,
    left_out,
    path: request.path,
    files: files.length,
  };
}

export function countStates(actions: readonly ActionView[]): Record<ActionView['state'], number> {
  const count = (state: ActionView['state']) => actions.filter((action) => action.state === state).length;
  return {
    open: count('open'),
    overdue: count('overdue'),
    closed: count('closed'),
    cannot_tell: count('cannot_tell'),
  };
}
