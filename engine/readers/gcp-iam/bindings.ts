import { asList, asText, isObject, type Extracted, type Json, type JsonObject } from '#engine/intake/kit.ts';
import { textAt, filled } from '#engine/intake/pick.ts';

/** Who a binding names: `user:a@b`, `deleted:serviceAccount:a@b?uid=1`, `allUsers`, `principal://…`. */
export interface Member {
  kind: string;
  account: string;
  deleted: boolean;
}

export function memberOf(text: string): Member {
  const deleted = text.startsWith('deleted:');
  const rest = deleted ? text.slice('deleted:'.length).replace(/\?uid=.*$/, '') : text;
  const [, kind, name] = /^(user|serviceAccount|group):(.+)$/.exec(rest) ?? [];
  if (kind !== undefined && name !== undefined) return { kind, account: name, deleted };
  const other = /^([A-Za-z]+):/.exec(rest)?.[1] ?? rest;
  return { kind: other, account: rest, deleted };
}

/** Roles that administer a resource or its access. */
const PRIVILEGED =
  /^roles\/(?:owner|editor)$|^roles\/(?:.*\.)?[a-z]*admin$|^roles\/iam\.|^roles\/.*securityAdmin$/i;

/** End of a binding whose condition is that the time lies before one (Common Expression Language). */
function endOf(condition: Json | undefined): string | null {
  const text = textAt(condition, 'expression') ?? '';
  return /^\s*request\.time\s*<\s*timestamp\(\s*["']([^"']+)["']\s*\)\s*$/.exec(text)?.[1] ?? null;
}

export interface Policy {
  record: number;
  /** null = the policy does not say what it belongs to. */
  resource: string | null;
  bindings: Json | undefined;
  details: JsonObject;
}

/** Rows of a policy; null where a binding is none. `first` is true once for each key. */
export function policyRows(policy: Policy, first: (key: string) => boolean): Extracted[] | null {
  const { record, resource } = policy;
  const on: JsonObject = resource === null ? {} : { resource };
  const lines: Extracted[] = [];
  for (const binding of asList(policy.bindings)) {
    if (!isObject(binding)) return null;
    const role = textAt(binding, 'role') ?? asText(binding['bindings.role']);
    const members = asList(binding['members'] ?? binding['bindings.members']);
    if (role === null) return null;
    const condition = isObject(binding['condition']) ? binding['condition'] : null;
    for (const item of members) {
      const text = asText(item);
      if (text === null) return null;
      const member = memberOf(text);
      lines.push({
        record,
        of: 'grant',
        value: {
          system: 'gcp',
          account_id: member.account,
          ...on,
          permission: role,
          via: member.kind === 'group' ? `group ${member.account}` : 'direct',
          expires_at: endOf(condition),
          details: filled({
            ...policy.details,
            member: text,
            condition,
            deleted: member.deleted ? true : null,
            public: /^all(?:Authenticated)?Users$/.test(text) ? true : null,
          }),
        },
      });
      if (member.kind === 'serviceAccount' && first(`account ${member.account}`))
        lines.push({
          record,
          of: 'account',
          value: {
            system: 'gcp',
            account_id: member.account,
            email: member.account,
            kind: 'service',
            status: member.deleted ? 'disabled' : null,
          },
        });
    }
    if (resource !== null && PRIVILEGED.test(role) && first(JSON.stringify([resource, role])))
      lines.push({
        record,
        of: 'entitlement',
        value: { system: 'gcp', resource, permission: role, privileged: true },
      });
  }
  return lines;
}
