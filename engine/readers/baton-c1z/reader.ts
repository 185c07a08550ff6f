import { TickmarkError } from '#shared/model/errors.ts';
import { isObject, type Extract, type Extracted, type Json, type JsonObject } from '#engine/intake/kit.ts';
import { filled, pick, pickText } from '#engine/intake/pick.ts';

const MOST_EXPANDED = 5_000_000;

interface Listed {
  record: number;
  value: JsonObject;
}

/** A grant as the file has it. */
interface Held {
  record: number;
  entitlement: string;
  resource: string;
  resourceName: string | null;
  principal: string;
  principalType: string;
  asOf: string | null;
  /** Entitlements it was expanded from by baton; none = given directly. */
  sources: readonly string[];
  from: readonly string[];
  shallow: boolean;
  types: readonly string[];
}

interface Holder {
  principal: string;
  type: string;
  via: readonly string[];
}

function key(reference: Json): string | null {
  if (!isObject(reference)) return null;
  const type = pickText(reference, 'type');
  const id = pickText(reference, 'id');
  return type === null || id === null ? null : `${type}:${id}`;
}

function strings(value: Json): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function held({ record, value }: Listed): Held | null {
  const entitlement = pickText(value, 'entitlement.id');
  const resource = key(pick(value, 'entitlement.resource'));
  const principal = key(pick(value, 'principal'));
  if (entitlement === null || resource === null || principal === null) return null;
  return {
    record,
    entitlement,
    resource,
    resourceName: pickText(value, 'entitlement.resource.name'),
    principal,
    principalType: pickText(value, 'principal.type') ?? '',
    asOf: pickText(value, 'as_of'),
    sources: strings(pick(value, 'sources')).filter((source) => source !== entitlement),
    from: strings(pick(value, 'expands.from')),
    shallow: pick(value, 'expands.shallow') === true,
    types: strings(pick(value, 'expands.types')),
  };
}

/**
 * Whoever holds the entitlements that a grant is expanded from holds the grant's own as well, over any number of steps;
 * shallow ones pass on direct holders only. The shortest path counts, the first in the file among equals.
 */
function expand(grants: readonly Held[]): Map<Held, Holder[]> {
  const holders = new Map<string, Set<string>>();
  const edges = new Map<string, Held[]>();
  const found = new Map<Held, Holder[]>();
  let queue: { entitlement: string; holder: Holder; direct: boolean }[] = [];
  for (const grant of grants) {
    const known = holders.get(grant.entitlement) ?? new Set();
    holders.set(grant.entitlement, known.add(grant.principal));
    for (const from of grant.from) edges.set(from, [...(edges.get(from) ?? []), grant]);
    const holder = { principal: grant.principal, type: grant.principalType, via: [] };
    queue.push({ entitlement: grant.entitlement, holder, direct: grant.sources.length === 0 });
  }
  let count = 0;
  while (queue.length > 0) {
    const next: typeof queue = [];
    for (const { entitlement, holder, direct } of queue) {
      for (const grant of edges.get(entitlement) ?? []) {
        const known = holders.get(grant.entitlement)!;
        const excluded = grant.types.length > 0 && !grant.types.includes(holder.type);
        if ((grant.shallow && !direct) || excluded || known.has(holder.principal)) continue;
        if ((count += 1) > MOST_EXPANDED) {
          throw new TickmarkError(
            'FILE_TOO_COMPLEX',
            `the sync expands to more than ${MOST_EXPANDED} grants`,
            {
              hint: 'Ask for the grants as CSV.',
            },
          );
        }
        known.add(holder.principal);
        const passed = { ...holder, via: [entitlement, ...holder.via] };
        found.set(grant, [...(found.get(grant) ?? []), passed]);
        next.push({ entitlement: grant.entitlement, holder: passed, direct: false });
      }
    }
    queue = next;
  }
  return found;
}

function accountName(resource: JsonObject): string | null {
  return pickText(resource, 'user.login', 'user.email', 'id');
}

function account({ record, value }: Listed): Extracted {
  const type = pickText(value, 'user.account_type');
  return {
    record,
    of: 'account',
    value: {
      account_id: accountName(value),
      email: pick(value, 'user.email'),
      display_name: pick(value, 'name'),
      kind: type === null || type === 'human' ? 'human' : 'service',
      status:
        pickText(value, 'user.status') === 'enabled'
          ? 'enabled'
          : pickText(value, 'user.status') && 'disabled',
      mfa_enabled: pick(value, 'user.mfa_enabled'),
      created_at: pick(value, 'user.created_at'),
      last_login_at: pick(value, 'user.last_login_at'),
      details: filled({
        id: key(value),
        status: pick(value, 'user.status_details'),
        parent: pick(value, 'parent'),
        // A sync has no word for "never": what a connector does not fill in is not known.
        not_stated: ['created_at', 'last_login_at'].filter((name) => pick(value, `user.${name}`) === null),
      }),
    },
  };
}

function grantLines(grant: Held, expanded: readonly Holder[], names: Names): Extracted[] {
  const { record, resource, asOf } = grant;
  const permission = names.permissions.get(grant.entitlement) ?? grant.entitlement.split(':').at(-1) ?? null;
  const line = (principal: string, via: string, marked: boolean): Extracted => {
    const details = filled({ resource_name: grant.resourceName, expanded: marked ? true : null });
    const account_id = names.accounts.get(principal) ?? principal;
    return { record, of: 'grant', value: { as_of: asOf, account_id, resource, permission, via, details } };
  };
  const stated = grant.sources.length > 0;
  const own = line(grant.principal, stated ? grant.sources.join(' | ') : 'direct', stated);
  const others = expanded.map(({ principal, via }) => line(principal, via.join(' > '), true));
  if (stated || !names.groups.has(resource.split(':')[0]!)) return [own, ...others];
  const group = names.groups.has(grant.principalType);
  const membership: Extracted = {
    record,
    of: 'membership',
    value: {
      as_of: asOf,
      group_id: resource,
      member_kind: group ? 'group' : 'account',
      member_id: names.accounts.get(grant.principal) ?? grant.principal,
    },
  };
  return [membership, own, ...others];
}

interface Names {
  accounts: ReadonlyMap<string, string>;
  permissions: ReadonlyMap<string, string>;
  /** Types of resources that are groups. */
  groups: ReadonlySet<string>;
}

function namesOf(lists: ReadonlyMap<string, Listed[]>): Names {
  const accounts = new Map<string, string>();
  for (const { value } of lists.get('resources') ?? []) {
    const id = key(value);
    const name = isObject(value['user']) ? accountName(value) : null;
    if (id !== null && name !== null) accounts.set(id, name);
  }
  const permissions = new Map<string, string>();
  for (const { value } of lists.get('entitlements') ?? []) {
    const id = pickText(value, 'id');
    const name = pickText(value, 'slug', 'name');
    if (id !== null && name !== null) permissions.set(id, name);
  }
  const types = (lists.get('resource_types') ?? []).map(({ value }) => value);
  const groups = types.filter(({ traits }) => Array.isArray(traits) && traits.includes(2));
  return { accounts, permissions, groups: new Set(groups.flatMap((type) => pickText(type, 'id') ?? [])) };
}

/** Users become accounts, entitlements permissions, grants grants: those in the file and those that follow from them. */
export const extract: Extract = (records, kit) => {
  const lists = new Map<string, Listed[]>();
  records.forEach((value, i) => {
    if (!isObject(value)) return;
    const path = kit.list(i);
    const list = lists.get(path) ?? [];
    if (list.length === 0) lists.set(path, list);
    list.push({ record: i + 1, value });
  });
  const names = namesOf(lists);
  const grants = (lists.get('grants') ?? []).map((item) => ({ item, grant: held(item) }));
  const expanded = expand(grants.flatMap(({ grant }) => grant ?? []));
  return [
    ...(lists.get('resources') ?? []).filter(({ value }) => isObject(value['user'])).map(account),
    ...grants.flatMap(({ item, grant }): Extracted[] =>
      grant === null
        ? [
            {
              record: item.record,
              fault: 'the grant does not name its entitlement, resource and holder',
              raw: item.value,
            },
          ]
        : grantLines(grant, expanded.get(grant) ?? [], names),
    ),
    ...(lists.get('entitlements') ?? []).map(({ record, value }): Extracted => {
      const permission = pickText(value, 'slug', 'name');
      return { record, of: 'entitlement', value: { resource: key(pick(value, 'resource')), permission } };
    }),
  ];
};
