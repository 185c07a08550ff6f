import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type Json,
  type JsonObject,
} from '#engine/intake/kit.ts';
import { filled, pick, pickText } from '#engine/intake/pick.ts';

interface Item {
  record: number;
  object: JsonObject;
}

/** A rule with the names of the roles that it came through. */
interface Rule {
  rule: JsonObject;
  through: readonly string[];
}

/** Objects with the number of their record; lists inside a text of several documents are opened. */
function itemsOf(records: readonly Json[]): (Item | Extracted)[] {
  const open = (value: Json, record: number): (Item | Extracted)[] => {
    if (!isObject(value))
      return [{ record, fault: 'an object of Kubernetes must have named fields', raw: value }];
    if (Array.isArray(value['items'])) return value['items'].flatMap((item) => open(item, record));
    return [{ record, object: value }];
  };
  return records.flatMap((value, i) => open(value, i + 1));
}

function texts(value: Json | undefined): string[] {
  return asList(value)
    .map((one) => (one === '' ? '' : asText(one)))
    .filter((one) => one !== null);
}

function kindOf(object: JsonObject): string {
  return pickText(object, 'kind') ?? '';
}

function namespaceOf(object: JsonObject): string {
  return pickText(object, 'metadata.namespace') ?? 'default';
}

/** `ClusterRole/name`, `Role/namespace/name`; null without a name. */
function nameOf(object: JsonObject): string | null {
  const name = pickText(object, 'metadata.name');
  if (name === null) return null;
  return kindOf(object).startsWith('Cluster')
    ? `${kindOf(object)}/${name}`
    : `${kindOf(object)}/${namespaceOf(object)}/${name}`;
}

function selected(labels: JsonObject, selector: Json): boolean {
  if (!isObject(selector)) return false;
  const wanted = isObject(selector['matchLabels']) ? Object.entries(selector['matchLabels']) : [];
  const terms = asList(selector['matchExpressions']).filter(isObject);
  if (wanted.length + terms.length === 0) return false;
  return (
    wanted.every(([key, value]) => asText(labels[key]) === asText(value)) &&
    terms.every((term) => {
      const label = asText(labels[asText(term['key']) ?? '']);
      const values = texts(term['values']);
      switch (asText(term['operator'])) {
        case 'In':
          return label !== null && values.includes(label);
        case 'NotIn':
          return label === null || !values.includes(label);
        case 'Exists':
          return label !== null;
        case 'DoesNotExist':
          return label === null;
        default:
          return false;
      }
    })
  );
}

/** Rules of every role by its name; those of an aggregated role are its parts' where the export left them out. */
function rulesByRole(roles: readonly JsonObject[]): Map<string, Rule[]> {
  const found = new Map<string, Rule[]>();
  for (const role of roles) {
    const name = nameOf(role);
    if (name === null) continue;
    const own = asList(role['rules'])
      .filter(isObject)
      .map((rule): Rule => ({ rule, through: [name] }));
    const selectors = asList(pick(role, 'aggregationRule.clusterRoleSelectors'));
    const parts =
      own.length > 0
        ? []
        : roles.filter((part) => {
            const labels = pick(part, 'metadata.labels');
            return (
              part !== role &&
              kindOf(part) === 'ClusterRole' &&
              isObject(labels) &&
              selectors.some((selector) => selected(labels, selector))
            );
          });
    const taken = parts.flatMap((part) =>
      asList(part['rules'])
        .filter(isObject)
        .map((rule): Rule => ({ rule, through: [name, nameOf(part) ?? '?'] })),
    );
    found.set(name, [...own, ...taken]);
  }
  return found;
}

const WRITES = /^(?:\*|create|update|patch|delete|deletecollection)$/;

/** What gives power over the cluster or over further rights. */
function isPrivileged(resource: string, verb: string): boolean {
  if (/^(?:escalate|bind|impersonate)$/.test(verb)) return true;
  const plain = resource.slice(resource.indexOf('/') + 1);
  if (verb === '*' && /^\*(?:\.\*)?$/.test(plain)) return true;
  if (/^(?:secrets|\*)$/.test(plain) && /^(?:\*|get|list|watch)$/.test(verb)) return true;
  return /^(?:cluster)?role(?:binding)?s(?:\.|$)/.test(plain) && WRITES.test(verb);
}

function resourcesOf(rule: JsonObject, scope: string): string[] {
  const groups = rule['apiGroups'] === undefined ? [''] : texts(rule['apiGroups']);
  const named = groups.flatMap((group) =>
    texts(rule['resources']).map((resource) => {
      if (group === '' || (group === '*' && resource === '*')) return `${scope}/${resource}`;
      return `${scope}/${resource}.${group}`;
    }),
  );
  return [...named, ...texts(rule['nonResourceURLs'])];
}

interface Allowed {
  resource: string;
  permission: string;
  via: readonly string[];
  details: JsonObject;
}

function allowedBy({ rule, through }: Rule, scope: string): Allowed[] {
  const names = texts(rule['resourceNames']);
  const verbs = texts(rule['verbs']);
  return resourcesOf(rule, scope).flatMap((resource) =>
    verbs.map((permission): Allowed => {
      const details: JsonObject = {};
      if (names.length > 0) details['resource_names'] = names;
      const plain = resource.slice(resource.indexOf('/') + 1);
      if (permission === '*' || plain.includes('*')) details['wildcard'] = true;
      if (isPrivileged(resource, permission)) details['privileged'] = true;
      return { resource, permission, via: through, details };
    }),
  );
}

function holder(subject: JsonObject, namespace: string): string | null {
  const name = pickText(subject, 'name');
  if (name === null) return null;
  if (pickText(subject, 'kind') === 'Group') return `group:${name}`;
  if (pickText(subject, 'kind') !== 'ServiceAccount') return name;
  return `system:serviceaccount:${pickText(subject, 'namespace') ?? namespace}:${name}`;
}

function bindingLines(item: Item, rules: ReadonlyMap<string, Rule[]>, met: Set<string>): Extracted[] {
  const { record, object } = item;
  const role = pickText(object, 'roleRef.name');
  const kind = pickText(object, 'roleRef.kind');
  const binding = nameOf(object);
  if (role === null || kind === null || binding === null)
    return [{ record, fault: 'the binding does not name itself and a role', raw: object }];
  const wide = kindOf(object) === 'ClusterRoleBinding';
  const namespace = namespaceOf(object);
  const scope = wide ? '*' : namespace;
  const roleName = kind === 'ClusterRole' ? `${kind}/${role}` : `${kind}/${namespace}/${role}`;
  // A ClusterRoleBinding cannot refer to a Role: the cluster gives nothing for it.
  const known = wide && kind === 'Role' ? undefined : rules.get(roleName);
  const admin: JsonObject = roleName === 'ClusterRole/cluster-admin' ? { privileged: true } : {};
  const allowed: Allowed[] = known?.flatMap((rule) => allowedBy(rule, scope)) ?? [
    {
      resource: `${scope}/${roleName}`,
      permission: 'bound',
      via: [roleName],
      details: { role_in_file: false, ...admin },
    },
  ];
  const subjects = asList(object['subjects']).filter(isObject);
  const grants = subjects.flatMap((subject) =>
    allowed.map((one): Extracted => {
      const value = {
        account_id: holder(subject, namespace),
        resource: one.resource,
        permission: one.permission,
        via: [binding, ...one.via].join(' > '),
        granted_at: pick(object, 'metadata.creationTimestamp'),
        details: {
          subject_kind: pickText(subject, 'kind'),
          binding,
          role: roleName,
          ...one.details,
          ...admin,
        },
      };
      return { record, of: 'grant', value };
    }),
  );
  const powers = allowed.flatMap(({ resource, permission, details }): Extracted[] => {
    const key = `${resource}\n${permission}`;
    if (details['privileged'] !== true || subjects.length === 0 || met.has(key)) return [];
    met.add(key);
    return [{ record, of: 'role', value: { resource, permission, privileged: true } }];
  });
  return [...powers, ...grants];
}

function roleLines({ record, object }: Item, rules: ReadonlyMap<string, Rule[]>): Extracted[] {
  const name = nameOf(object);
  const own = name === null ? [] : (rules.get(name) ?? []);
  const privileged = own.some((rule) =>
    allowedBy(rule, '*').some((one) => one.details['privileged'] === true),
  );
  const value = {
    resource: name,
    permission: null,
    privileged: privileged || name === 'ClusterRole/cluster-admin',
  };
  return [{ record, of: 'role', value }];
}

function accountLines({ record, object }: Item): Extracted[] {
  const name = pickText(object, 'metadata.name');
  const value = {
    account_id: name === null ? null : `system:serviceaccount:${namespaceOf(object)}:${name}`,
    display_name: name,
    created_at: pick(object, 'metadata.creationTimestamp'),
    details: filled({ namespace: namespaceOf(object) }),
  };
  return [{ record, of: 'account', value }];
}

/** Roles become permissions, bindings grants with the path through role and aggregation, service accounts accounts. */
export const extract: Extract = (records) => {
  const items = itemsOf(records);
  const objects = items.flatMap((item) => ('object' in item ? [item.object] : []));
  const rules = rulesByRole(objects.filter((object) => /^(?:Cluster)?Role$/.test(kindOf(object))));
  const met = new Set<string>();
  return items.flatMap((item): Extracted[] => {
    if (!('object' in item)) return [item];
    switch (kindOf(item.object)) {
      case 'Role':
      case 'ClusterRole':
        return roleLines(item, rules);
      case 'RoleBinding':
      case 'ClusterRoleBinding':
        return bindingLines(item, rules, met);
      case 'ServiceAccount':
        return accountLines(item);
      default: {
        const fault = `an object of the kind ${kindOf(item.object) || '(none)'} is no role, binding or service account`;
        return [{ record: item.record, fault, raw: item.object }];
      }
    }
  });
};
