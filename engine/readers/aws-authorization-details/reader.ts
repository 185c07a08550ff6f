import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type JsonObject,
} from '#engine/intake/kit.ts';
import { textAt, filled } from '#engine/intake/pick.ts';
import {
  denyDetails,
  isAdministrator,
  isDenied,
  isPrivileged,
  pairsOf,
  statementDetails,
  statementsOf,
  type Statement,
} from './policy.ts';
import { trustRows } from './trust.ts';

/** Policies of AWS that administer, should their text not be in the file. */
const ADMINISTRATORS = /:policy\/(?:AdministratorAccess|IAMFullAccess)$/;

interface Attached {
  /** Path by which the policy reaches the principal. */
  path: string;
  arn: string | null;
  /** null = the text is not in the file. */
  statements: Statement[] | null;
}

class Directory {
  readonly #policies = new Map<string, Statement[] | null>();
  readonly #groups = new Map<string, JsonObject>();
  readonly #seen = new Set<string>();

  constructor(records: readonly JsonObject[]) {
    for (const record of records) {
      const arn = asText(record['Arn']) ?? '';
      if (Array.isArray(record['PolicyVersionList'])) {
        const versions = record['PolicyVersionList'].filter(isObject);
        const current =
          versions.find((one) => one['IsDefaultVersion'] === true || one['IsDefaultVersion'] === 'true') ??
          versions.find((one) => asText(one['VersionId']) === asText(record['DefaultVersionId']));
        this.#policies.set(arn, current ? statementsOf(current['Document']) : null);
      }
      const group = asText(record['GroupName']);
      if (group !== null) this.#groups.set(`${accountOf(arn)}/${group}`, record);
    }
  }

  /** true once for each key. */
  first(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  /** Policies that a user, group or role holds itself. */
  own(record: JsonObject, lists: string, before: string): Attached[] {
    const prefix = before === '' ? '' : `${before} > `;
    const inline = asList(record[lists])
      .filter(isObject)
      .map((policy) => ({
        path: `${prefix}inline policy ${asText(policy['PolicyName']) ?? ''}`,
        arn: null,
        statements: statementsOf(policy['PolicyDocument']),
      }));
    const managed = asList(record['AttachedManagedPolicies'])
      .filter(isObject)
      .map((policy) => {
        const arn = asText(policy['PolicyArn']);
        return {
          path: `${prefix}${asText(policy['PolicyName']) ?? arn ?? ''}`,
          arn,
          statements: this.#policies.get(arn ?? '') ?? null,
        };
      });
    return [...inline, ...managed];
  }

  policy(arn: string): Statement[] | null {
    return this.#policies.get(arn) ?? null;
  }

  group(account: string, name: string): JsonObject | undefined {
    return this.#groups.get(`${account}/${name}`);
  }
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

interface Principal {
  record: number;
  system: string;
  account: string;
  attached: Attached[];
  boundary: string | null;
}

/** Rows of what a principal may do, and whether that makes it an administrator (null = a policy's text is missing). */
function grantsOf(
  of: Principal,
  directory: Directory,
): { lines: Extracted[]; admin: boolean | null; denies: JsonObject[] } {
  const lines: Extracted[] = [];
  const denies = of.attached.flatMap(({ path, statements }) =>
    (statements ?? []).filter((one) => !one.allow).map((statement) => ({ path, statement })),
  );
  let admin: boolean | null = false;
  const add = (row: JsonObject, privileged: boolean) => {
    lines.push({
      record: of.record,
      of: 'grant',
      value: { system: of.system, account_id: of.account, ...row },
    });
    const { resource, permission } = row;
    if (privileged && directory.first(JSON.stringify([of.system, resource, permission])))
      lines.push({
        record: of.record,
        of: 'entitlement',
        value: { system: of.system, resource: resource!, permission: permission!, privileged: true },
      });
  };
  for (const { path, arn, statements } of of.attached) {
    if (statements === null) {
      const known = ADMINISTRATORS.test(arn ?? '');
      const permission = arn ?? path;
      add(
        {
          resource: '*',
          permission,
          via: path,
          details: filled({ policy: arn, text: 'not in the file' }),
        },
        known,
      );
      if (known) admin = true;
      else if (!admin) admin = null;
      continue;
    }
    for (const statement of statements.filter((one) => one.allow)) {
      for (const { permission, resource } of pairsOf(statement)) {
        const denied = denies.filter((deny) => isDenied(deny.statement, permission, resource));
        const details = filled({
          ...statementDetails(statement),
          policy: arn,
          wildcard: /[*?]/.test(permission) || /[*?]/.test(resource) ? true : null,
          boundary: of.boundary,
          denied_by: denied.map((deny) => denyDetails(deny.path, deny.statement)),
        });
        add({ resource, permission, via: path, details }, isPrivileged(permission));
        if (isAdministrator(permission, resource) && statement.notActions.length === 0) admin = true;
      }
    }
  }
  return { lines, admin, denies: denies.map((deny) => denyDetails(deny.path, deny.statement)) };
}

/** What these answers say nothing about; there, an empty column does not mean never or no. */
const NOT_STATED = ['last_login_at', 'mfa_enabled', 'status'];

function userLines(record: number, user: JsonObject, directory: Directory): Extracted[] {
  const arn = asText(user['Arn'])!;
  const account = accountOf(arn);
  const system = `aws-${account}`;
  const name = asText(user['UserName'])!;
  const groups = asList(user['GroupList'])
    .map(asText)
    .filter((group) => group !== null);
  const attached = [
    ...directory.own(user, 'UserPolicyList', ''),
    ...groups.flatMap((group) => {
      const found = directory.group(account, group);
      return found
        ? directory.own(found, 'GroupPolicyList', group)
        : [{ path: group, arn: null, statements: null }];
    }),
  ];
  const boundary = textAt(user, 'PermissionsBoundary.PermissionsBoundaryArn');
  const found = grantsOf({ record, system, account: name, attached, boundary }, directory);
  const tags = asList(user['Tags']).filter(isObject);
  const email = tags.find((tag) => /^e-?mail$/i.test(asText(tag['Key']) ?? ''));
  return [
    {
      record,
      of: 'account',
      value: {
        system,
        account_id: name,
        email: (name.includes('@') ? name : asText(email?.['Value']))?.toLowerCase() ?? null,
        is_admin: found.admin,
        created_at: asText(user['CreateDate']),
        details: filled({ arn, boundary, tags, denies: found.denies, not_stated: NOT_STATED }),
      },
    },
    ...groups.map(
      (group): Extracted => ({
        record,
        of: 'membership',
        value: { system, group_id: group, member_kind: 'account', member_id: name },
      }),
    ),
    ...found.lines,
  ];
}

function roleLines(record: number, role: JsonObject, directory: Directory): Extracted[] {
  const arn = asText(role['Arn'])!;
  const system = `aws-${accountOf(arn)}`;
  const name = `role/${asText(role['RoleName'])!}`;
  const boundary = textAt(role, 'PermissionsBoundary.PermissionsBoundaryArn');
  const found = grantsOf(
    { record, system, account: name, attached: directory.own(role, 'RolePolicyList', ''), boundary },
    directory,
  );
  const trust = statementsOf(role['AssumeRolePolicyDocument']);
  const principals = (trust ?? []).filter((one) => one.allow).flatMap((one) => one.principals);
  const lastUsed = textAt(role, 'RoleLastUsed.LastUsedDate');
  return [
    {
      record,
      of: 'account',
      value: {
        system,
        account_id: name,
        // Nobody's own: people and programs step into it by its trust policy.
        kind: 'service',
        is_admin: found.admin,
        created_at: asText(role['CreateDate']),
        last_login_at: lastUsed,
        details: filled({
          arn,
          role: true,
          boundary,
          tags: asList(role['Tags']),
          denies: found.denies,
          trusted: principals.map(({ kind, name: who }) => `${kind}: ${who}`),
          not_stated: lastUsed === null ? NOT_STATED : NOT_STATED.slice(1),
        }),
      },
    },
    ...trustRows(
      { record, system, arn, role: name, trust: trust ?? [], privileged: found.admin === true },
      (key) => directory.first(key),
    ),
    ...found.lines,
  ];
}

function gives(attached: readonly Attached[]): boolean | null {
  const statements = attached.flatMap((one) => one.statements ?? []);
  const administers = statements.some(
    (one) => one.allow && pairsOf(one).some((pair) => isAdministrator(pair.permission, pair.resource)),
  );
  if (administers || attached.some((one) => one.statements === null && ADMINISTRATORS.test(one.arn ?? '')))
    return true;
  return attached.some((one) => one.statements === null) ? null : false;
}

/** A group as something that can be given: membership in it. */
function groupLine(record: number, group: JsonObject, directory: Directory): Extracted {
  const system = `aws-${accountOf(asText(group['Arn'])!)}`;
  const privileged = gives(directory.own(group, 'GroupPolicyList', ''));
  const resource = `group/${asText(group['GroupName'])!}`;
  return { record, of: 'entitlement', value: { system, resource, permission: 'member', privileged } };
}

/** A policy as something that can be attached. Policies of AWS itself have no account: the system stays empty. */
function policyLine(record: number, policy: JsonObject, directory: Directory): Extracted {
  const arn = asText(policy['Arn'])!;
  const account = accountOf(arn);
  const privileged = gives([{ path: '', arn, statements: directory.policy(arn) }]);
  const system = account === 'aws' ? null : `aws-${account}`;
  return { record, of: 'entitlement', value: { system, resource: arn, permission: 'attached', privileged } };
}

/** Users and roles become accounts with what every policy gives them, groups and policies entitlements. */
export const extract: Extract = (records) => {
  const directory = new Directory(records.filter(isObject));
  return records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    const fault = (text: string): Extracted[] => [{ record, fault: text, raw: item }];
    if (!isObject(item)) return fault('an entry must be an object with named fields');
    if (!/^arn:[^:]*:iam::[^:]*:/.test(asText(item['Arn']) ?? ''))
      return fault('the entry has no ARN of IAM');
    if (asText(item['UserName']) !== null) return userLines(record, item, directory);
    if (asText(item['RoleName']) !== null) return roleLines(record, item, directory);
    if (asText(item['GroupName']) !== null) return [groupLine(record, item, directory)];
    if (asText(item['PolicyName']) !== null) return [policyLine(record, item, directory)];
    return fault('the entry is neither user, group, role nor policy');
  });
};
