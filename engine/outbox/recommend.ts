import type { AccessRow } from './access-rows.ts';
import type { KnownFinding } from './known-findings.ts';

/** What the workbook recommends for a row; `decide` = nothing speaks for or against it. */
export const RECOMMENDATIONS = ['revoke', 'disable', 'modify', 'check', 'keep', 'decide'] as const;
export type Recommended = (typeof RECOMMENDATIONS)[number];

export interface Recommendation {
  word: Recommended;
  /** Sentences without their full stops. */
  reasons: string[];
}

/** Reasons of findings about an account or a person that bear on every grant they hold. */
const ON_ALL: Readonly<Record<string, Recommended>> = {
  'accounts.people-sound dormant': 'disable',
  'accounts.people-sound never_logged_in': 'disable',
  'accounts.have-owners leaver_enabled': 'disable',
  'accounts.have-owners orphan': 'disable',
  'accounts.services-sound never_used': 'disable',
  'accounts.services-sound unused': 'disable',
  'admins.access-sound unused': 'disable',
  'changes.leavers-revoked still_active': 'revoke',
  'vendors.contracts-sound access_without_contract': 'disable',
};

/** What findings about one grant add to what the comparison with policy says. */
const ON_ONE: Readonly<Record<string, Recommended>> = {
  'exceptions.expired-removed access_after_expiry': 'revoke',
  'exceptions.revoked-removed access_after_revocation': 'revoke',
  'reviews.revocations-effective still_there': 'revoke',
  'reviews.revocations-effective not_modified': 'modify',
  'reviews.answers-followed contradiction': 'check',
  'reviews.answers-followed unsure': 'check',
};

/** Findings that repeat what the row itself says, or are about something else than whether the access fits. */
const SAID =
  /^(?:policy\.access-matches|requests\.grants-asked-for|drift\.|reviews\.(?!answers|revocations)|trail\.|logs\.)/;

interface Grant {
  holder: string;
  system: string;
  resource: string;
  permission: string;
}

const key = ({ holder, system, resource, permission }: Grant): string =>
  JSON.stringify([holder, system, resource, permission]);

/** Findings by what they are about, looked up for each row. */
export class FindingIndex {
  readonly #byGrant = new Map<string, KnownFinding[]>();
  readonly #byHolder = new Map<string, KnownFinding[]>();
  readonly #byAccount = new Map<string, KnownFinding[]>();

  constructor(findings: readonly KnownFinding[]) {
    for (const finding of findings) this.#add(finding);
  }

  #add(finding: KnownFinding): void {
    if (finding.disposition === 'accepted_risk' || finding.conclusion === 'no_deviation') return;
    const { holder, system, account, resource, permission, details } = finding;
    const put = (map: Map<string, KnownFinding[]>, name: string) =>
      map.set(name, [...(map.get(name) ?? []), finding]);
    const conflicting = finding.procedure.startsWith('sod.') ? details['grants'] : undefined;
    const who = holder ?? account;
    if (Array.isArray(conflicting) && holder !== null) {
      for (const grant of conflicting as Omit<Grant, 'holder'>[])
        put(
          this.#byGrant,
          key({ holder, system: grant.system, resource: grant.resource, permission: grant.permission }),
        );
    } else if (who !== null && system !== null && resource !== null) {
      put(this.#byGrant, key({ holder: who, system, resource, permission: permission ?? '' }));
    } else if (account !== null) put(this.#byAccount, JSON.stringify([system, account]));
    else if (holder !== null) put(this.#byHolder, holder);
  }

  ofGrant(row: Grant): readonly KnownFinding[] {
    return this.#byGrant.get(key(row)) ?? [];
  }

  ofHolder(holder: string): readonly KnownFinding[] {
    return this.#byHolder.get(holder) ?? [];
  }

  ofAccount(system: string, account: string): readonly KnownFinding[] {
    const name = account.toLowerCase();
    return [
      ...(this.#byAccount.get(JSON.stringify([system, name])) ?? []),
      ...(this.#byAccount.get(JSON.stringify([null, name])) ?? []),
    ];
  }
}

/** What the comparison with policy and exceptions says of a row. */
function standingOf(row: AccessRow): Recommendation {
  if (!row.held) return { word: 'check', reasons: ['not held any more by the latest snapshot'] };
  if (row.line !== 'person') return { word: 'decide', reasons: [] };
  if (!row.employed) return { word: 'revoke', reasons: ['the person is not employed at this moment'] };
  if (row.part === 'policy') return { word: 'keep', reasons: [] };
  if (row.part === 'exception') return { word: 'keep', reasons: [] };
  switch (row.drift_reason) {
    case 'wrong_permission':
      return { word: 'modify', reasons: [`policy gives ${row.expected.join(' or ')}`] };
    case 'ambiguous_exception':
      return { word: 'check', reasons: ['an exception names the resource without its system'] };
    default:
      return { word: 'revoke', reasons: ['neither a policy nor a valid exception gives it'] };
  }
}

const rank = (word: Recommended) => RECOMMENDATIONS.indexOf(word);

/** Recommendation for one row, recomputed from the comparison with policy and the findings of the latest runs. */
export function recommend(row: AccessRow, index: FindingIndex): Recommendation {
  let { word, reasons } = standingOf(row);
  const take = (other: Recommended | undefined, summary: string) => {
    reasons = [...reasons, summary];
    if (other !== undefined && rank(other) < rank(word)) word = other;
  };
  for (const finding of index.ofGrant(row)) {
    const name = `${finding.procedure} ${finding.reason_code}`;
    if (finding.procedure.startsWith('sod.'))
      take('check', `it conflicts with other access: ${finding.summary}`);
    else if (!SAID.test(finding.procedure) || ON_ONE[name] !== undefined) take(ON_ONE[name], finding.summary);
  }
  const account = row.account_id === '' ? row.holder : row.account_id;
  for (const finding of index.ofAccount(row.system, account)) {
    const word = ON_ALL[`${finding.procedure} ${finding.reason_code}`];
    if (word !== undefined) take(word, finding.summary);
  }
  for (const finding of index.ofHolder(row.holder)) {
    const word = ON_ALL[`${finding.procedure} ${finding.reason_code}`];
    if (word !== undefined) take(word, finding.summary);
  }
  return { word, reasons: [...new Set(reasons)] };
}

const LABELS: Readonly<Record<Recommended, string>> = {
  revoke: 'Revoke',
  disable: 'Disable the account',
  modify: 'Modify',
  check: 'Look into it',
  keep: 'Keep',
  decide: 'Decide',
};

/** As a cell shows it. */
export function recommendationText({ word, reasons }: Recommendation): string {
  return reasons.length === 0 ? LABELS[word] : `${LABELS[word]}: ${reasons.join('; ')}`;
}

/** What explains the access, as a cell shows it. */
export function standingText(row: AccessRow): string {
  if (!row.held) return 'not held any more';
  if (row.part === 'policy')
    return row.clause_no === null
      ? `policy ${row.policy ?? ''}`
      : `policy ${row.policy ?? ''} ${row.policy_version ?? ''}, clause ${row.clause_no}`;
  if (row.part === 'exception')
    return `exception ${row.exception_id ?? ''}${row.exception_until === null ? '' : `, until ${row.exception_until}`}`;
  if (row.part === 'drift') return `drift: ${(row.drift_reason ?? '').replaceAll('_', ' ')}`;
  return row.line === 'person' ? 'not explained' : `${row.line} account`;
}

/** Recommendations about a person or an account as a whole (G5), beside those for single grants. */
export interface WholeRecommendation {
  holder: string;
  system: string;
  what: string;
  severity: string;
  finding: string;
}

const WHOLE: Readonly<Record<string, string>> = {
  'accounts.people-sound dormant': 'Disable the account, after a warning',
  'accounts.people-sound never_logged_in': 'Disable the account, after a warning',
  'accounts.people-sound excessive_permissions': 'Review the permissions: more than the limit',
  'accounts.people-sound admin_without_mfa': 'Enrol a second factor',
  'accounts.have-owners leaver_enabled': 'Disable the account',
  'accounts.have-owners orphan': 'Name an owner or disable the account',
  'accounts.have-owners shared': 'Give each user an account of their own',
  'accounts.services-sound never_used': 'Disable the account',
  'accounts.services-sound unused': 'Disable the account',
  'accounts.services-sound rotation_overdue': 'Rotate the credential',
  'accounts.services-sound no_rotation_policy': 'Set a term for rotation, and rotate',
  'accounts.services-sound no_owner': 'Name an owner',
  'admins.access-sound no_mfa': 'Enrol a second factor',
  'admins.access-sound unused': 'Take the administrative rights away, or disable the account',
  'admins.access-sound no_justification': 'State why the account administers, or take the rights away',
  'access.peers-alike rare_access': 'Look at access that peers do not have',
  'changes.leavers-revoked still_active': 'Revoke everything: the person has left',
  'changes.movers-complete leftover': 'Revoke what was left from the old role',
  'sod.roles-separate conflicting_roles': 'Take one side of the conflict away',
  'sod.resources-separate conflicting_resources': 'Take one side of the conflict away',
  'vendors.contracts-sound access_without_contract': 'Make a contract or disable the account',
};

/** Recommendations about the holders and accounts of some rows, in their order; severities as the procedures state them. */
export function recommendWhole(rows: readonly AccessRow[], findings: FindingIndex): WholeRecommendation[] {
  const seen = new Set<string>();
  const found: WholeRecommendation[] = [];
  for (const row of rows) {
    const account = row.account_id === '' ? row.holder : row.account_id;
    const about = [
      ...findings.ofHolder(row.holder),
      ...findings.ofAccount(row.system, account),
      ...findings.ofGrant(row),
    ];
    for (const finding of about) {
      const what = WHOLE[`${finding.procedure} ${finding.reason_code}`];
      if (what === undefined || seen.has(`${row.holder} ${finding.id}`)) continue;
      seen.add(`${row.holder} ${finding.id}`);
      const { severity, summary, system } = finding;
      found.push({ holder: row.holder, system: system ?? '', what, severity, finding: summary });
    }
  }
  return found;
}
