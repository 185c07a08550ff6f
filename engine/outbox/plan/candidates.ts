import { createHash } from 'node:crypto';
import type { RemediationAction } from '#shared/model/review.ts';
import type { Session } from '#engine/store/index.ts';
import { type KnownFinding, knownFindings } from '../known-findings.ts';
import { sentRowStates } from '../returned.ts';

/** A grant, or a membership, that gives one side of a segregation rule. */
export interface Side {
  item: string;
  system: string;
  resource: string;
  permission: string | null;
}

/** Something to be done, before it has an owner and a day. */
export interface Candidate {
  action_id: string;
  action: RemediationAction;
  /** Findings, or items of reviews, that call for it. */
  causes: string[];
  severity: string;
  holder: string | null;
  system: string | null;
  account_id: string | null;
  resource: string | null;
  permission: string | null;
  new_permission: string | null;
  /** Of a separation: the rule, and what the person holds of each side. */
  rule: string | null;
  sides: Side[] | null;
  /** What management named in its response. */
  owner: string | null;
  due_on: string | null;
  reason: string;
}

export interface LeftOut {
  reason: 'decided_otherwise' | 'no_deviation' | 'undecided' | 'not_an_access_action';
  findings: number;
}

interface Rule {
  action: RemediationAction;
  /**
   * grant: one permission. grants: each that the finding lists. account: the account. credential: one credential of the
   * account. person: all accounts. rule: one side of a segregation rule.
   */
  on: 'grant' | 'grants' | 'account' | 'credential' | 'person' | 'rule';
}

/** What findings call for, by procedure and reason. What is not here is no matter of taking, changing or renewing access. */
const RULES: Readonly<Record<string, Rule>> = {
  'policy.access-matches unexpected': { action: 'revoke', on: 'grant' },
  'policy.access-matches wrong_permission': { action: 'modify', on: 'grant' },
  'requests.grants-asked-for nothing_asked': { action: 'revoke', on: 'grant' },
  'requests.grants-asked-for request_rejected': { action: 'revoke', on: 'grant' },
  'exceptions.expired-removed access_after_expiry': { action: 'revoke', on: 'grant' },
  'exceptions.revoked-removed access_after_revocation': { action: 'revoke', on: 'grant' },
  'reviews.revocations-effective still_there': { action: 'revoke', on: 'grant' },
  'reviews.revocations-effective not_modified': { action: 'modify', on: 'grant' },
  'accounts.people-sound dormant': { action: 'disable', on: 'account' },
  'accounts.people-sound never_logged_in': { action: 'disable', on: 'account' },
  'accounts.have-owners leaver_enabled': { action: 'disable', on: 'account' },
  'accounts.have-owners orphan': { action: 'disable', on: 'account' },
  'accounts.services-sound never_used': { action: 'disable', on: 'account' },
  'accounts.services-sound unused': { action: 'disable', on: 'account' },
  'accounts.services-sound no_rotation_policy': { action: 'rotate', on: 'account' },
  'accounts.services-sound rotation_overdue': { action: 'rotate', on: 'account' },
  'accounts.credentials-current root_key': { action: 'disable', on: 'credential' },
  'accounts.credentials-current key_unused': { action: 'disable', on: 'credential' },
  'accounts.credentials-current key_old': { action: 'rotate', on: 'credential' },
  'accounts.credentials-current password_old': { action: 'rotate', on: 'credential' },
  'admins.access-sound unused': { action: 'disable', on: 'account' },
  'changes.movers-complete leftover': { action: 'revoke', on: 'grants' },
  'changes.leavers-revoked still_active': { action: 'disable', on: 'person' },
  'remediation.credentials-rotated step_missing': { action: 'rotate', on: 'account' },
  'remediation.dormant-disabled not_disabled': { action: 'disable', on: 'account' },
  'sod.roles-separate conflicting_roles': { action: 'separate', on: 'rule' },
  'sod.resources-separate conflicting_resources': { action: 'separate', on: 'rule' },
  'vendors.contracts-sound access_without_contract': { action: 'disable', on: 'account' },
};

const SEVERITIES = ['critical', 'high', 'medium', 'low'];

type Target = Pick<
  Candidate,
  'action' | 'holder' | 'system' | 'account_id' | 'resource' | 'permission' | 'rule' | 'sides'
>;

/** What most targets have not. */
const NOTHING = {
  holder: null,
  system: null,
  account_id: null,
  resource: null,
  permission: null,
  rule: null,
  sides: null,
} as const;

/** The same action on the same thing has the same id in every plan. */
export function actionId(target: Omit<Target, 'sides'>): string {
  const { action, holder, system, account_id, resource, permission, rule } = target;
  const content = [
    action,
    holder ?? account_id,
    system,
    resource,
    permission,
    ...(rule === null ? [] : [rule]),
  ];
  return `A-${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12)}`;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Grants that a finding lists under `grants`. */
function listed(details: Record<string, unknown>): Side[] {
  const list: unknown[] = Array.isArray(details['grants']) ? details['grants'] : [];
  return list.flatMap((entry) => {
    const one = entry as Record<string, unknown>;
    const [system, resource] = [text(one['system']), text(one['resource'])];
    if (system === null || resource === null) return [];
    return [{ item: text(one['item']) ?? '', system, resource, permission: text(one['permission']) }];
  });
}

/** What is to be acted on; nothing where the finding does not say it. */
function targetsOf(finding: KnownFinding, { action, on }: Rule): Target[] {
  const { holder, system, account, resource, permission, details } = finding;
  if (on === 'person') return holder === null ? [] : [{ ...NOTHING, action, holder }];
  if (on === 'rule') {
    const [rule, sides] = [text(details['rule']), listed(details)];
    return holder === null || rule === null || sides.length === 0
      ? []
      : [{ ...NOTHING, action, holder, rule, sides }];
  }
  if (on === 'grants')
    return holder === null
      ? []
      : listed(details).map((one) => ({
          ...NOTHING,
          action,
          holder,
          system: one.system,
          resource: one.resource,
          permission: one.permission,
        }));
  if (on === 'grant') {
    const who = holder ?? account;
    if (who === null || system === null || resource === null) return [];
    return [{ ...NOTHING, action, holder: who, system, account_id: account, resource, permission }];
  }
  const name = account ?? text(details['account']);
  if (name === null) return [];
  const credential = on === 'credential' ? text(details['credential'] ?? details['credential_id']) : null;
  return [{ ...NOTHING, action, system, account_id: name, resource: credential }];
}

function wanted({ details, procedure }: KnownFinding): string | null {
  const list = details['expected_permissions'];
  if (procedure === 'policy.access-matches' && Array.isArray(list)) return list.map(String).join(' or ');
  const named = details['new_permission'];
  return typeof named === 'string' && named !== '' ? named : null;
}

/** Why a finding is no part of the plan; null = it is. */
function leftOut(finding: KnownFinding, decidedOnly: boolean): LeftOut['reason'] | null {
  if (finding.conclusion === 'no_deviation') return 'no_deviation';
  if (finding.disposition !== 'open' && finding.disposition !== 'remove_access') return 'decided_otherwise';
  if (finding.outcome !== 'exception' && finding.conclusion !== 'deviation') return 'not_an_access_action';
  if (RULES[`${finding.procedure} ${finding.reason_code}`] === undefined) return 'not_an_access_action';
  const decided = finding.disposition === 'remove_access' || finding.conclusion === 'deviation';
  return decidedOnly && !decided ? 'undecided' : null;
}

class Candidates {
  readonly #byId = new Map<string, Candidate>();
  readonly #decided = new Map<string, string>();

  /** `decided`: a reviewer said so. Whatever else speaks of the same grant then joins that decision. */
  add(found: Omit<Candidate, 'action_id' | 'causes'>, cause: string, decided = false): void {
    const grant = found.resource === null ? null : actionId({ ...found, action: 'revoke' });
    const own = actionId(found);
    if (decided && grant !== null) this.#decided.set(grant, own);
    const action_id = (grant === null ? undefined : this.#decided.get(grant)) ?? own;
    const known = this.#byId.get(action_id);
    if (known === undefined) {
      this.#byId.set(action_id, { action_id, causes: [cause], ...found });
      return;
    }
    known.causes.push(cause);
    known.owner ??= found.owner;
    if (action_id === own) known.new_permission ??= found.new_permission;
    if (found.due_on !== null && (known.due_on === null || found.due_on < known.due_on))
      known.due_on = found.due_on;
    if (SEVERITIES.indexOf(found.severity) < SEVERITIES.indexOf(known.severity))
      known.severity = found.severity;
  }

  list(): Candidate[] {
    const order = (candidate: Candidate) =>
      [
        SEVERITIES.indexOf(candidate.severity),
        candidate.action,
        candidate.holder ?? candidate.account_id,
        candidate.action_id,
      ].join('\t');
    return [...this.#byId.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }
}

type Item = Pick<Target, 'holder' | 'system' | 'resource' | 'permission'>;

/** Items by campaign and id as they are; rows that were sent out hold texts as cells show them. */
async function itemsAsTheyAre(session: Session): Promise<ReadonlyMap<string, Item>> {
  const rows = await session.rows(
    `SELECT campaign_id, item_id, min(lower(trim(user_email))) AS holder, min(system) AS system, min(resource) AS resource,
       min(permission) AS permission
     FROM review_items GROUP BY campaign_id, item_id ORDER BY campaign_id, item_id`,
  );
  return new Map(
    rows.map(({ campaign_id, item_id, ...item }) => [
      JSON.stringify([campaign_id, item_id]),
      item as unknown as Item,
    ]),
  );
}

/**
 * What findings and decisions of reviewers call for, each thing once. Left out are findings that the client decided in
 * another way, that the auditor holds for no deviation, and those that none of the actions mends.
 */
export async function planCandidates(
  session: Session,
  decidedOnly: boolean,
): Promise<{ candidates: Candidate[]; left_out: LeftOut[] }> {
  const found = new Candidates();
  const counts = new Map<LeftOut['reason'], number>();
  const items = await itemsAsTheyAre(session);
  for (const row of await sentRowStates(session)) {
    if (row.state !== 'revoke' && row.state !== 'modify') continue;
    const item = items.get(JSON.stringify([row.campaign_id, row.item_id]));
    if (item === undefined) continue;
    const target: Target = { ...NOTHING, action: row.state, ...item };
    const new_permission = row.state === 'modify' ? row.new_permission : null;
    const reason = `${row.reviewer_email} decided ${row.state}${row.comment === null ? '' : `: ${row.comment}`}`;
    found.add(
      { ...target, new_permission, severity: 'medium', owner: null, due_on: null, reason },
      `${row.campaign_id}|${row.item_id}`,
      true,
    );
  }
  for (const finding of await knownFindings(session)) {
    const rule = RULES[`${finding.procedure} ${finding.reason_code}`];
    const targets = rule === undefined ? [] : targetsOf(finding, rule);
    const reason = leftOut(finding, decidedOnly) ?? (targets.length === 0 ? 'not_an_access_action' : null);
    if (reason !== null) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      continue;
    }
    const { severity, summary, response_owner, response_due, id } = finding;
    for (const target of targets) {
      const new_permission = target.action === 'modify' ? wanted(finding) : null;
      found.add(
        { ...target, new_permission, severity, owner: response_owner, due_on: response_due, reason: summary },
        id,
      );
    }
  }
  for (const list of await session.rows(
    `SELECT campaign_id, holder, system, reviewer_email FROM review_checklists WHERE dormant = 'Yes'
     ORDER BY campaign_id, holder, system, source_id, record_no`,
  )) {
    const [holder, system] = [String(list['holder']), String(list['system'])];
    const target: Target = { ...NOTHING, action: 'disable', system, account_id: holder };
    const reason = `${String(list['reviewer_email'])} answered that the account is dormant`;
    found.add(
      { ...target, new_permission: null, severity: 'medium', owner: null, due_on: null, reason },
      `${String(list['campaign_id'])}|Q4`,
    );
  }
  return {
    candidates: found.list(),
    left_out: [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, findings]) => ({ reason, findings })),
  };
}
