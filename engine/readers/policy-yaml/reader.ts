import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type JsonObject,
} from '#engine/intake/kit.ts';

/** Attributes of people that a scope may name; further ones come with the roster and are looked up when all is loaded. */
const KNOWN = new Set([
  'job_title',
  'department',
  'employment_type',
  'country',
  'email',
  'identity_id',
  'status',
  'manager_email',
]);

interface Version {
  policy: string;
  version: string;
}

/** Values by attribute; an attribute without any keeps one empty value, so that its lack stays visible. */
function scopes(policy: JsonObject): { attribute: string; values: (string | null)[] }[] {
  const scope = isObject(policy['scope']) ? policy['scope'] : {};
  const applies = isObject(scope['applies_to']) ? scope['applies_to'] : {};
  return Object.entries(applies).map(([attribute, value]) => {
    const values = asList(value)
      .map(asText)
      .filter((text) => text !== null);
    return { attribute: attribute.trim().toLowerCase(), values: values.length > 0 ? values : [null] };
  });
}

/** Names at least one attribute, each known and with at least one value: an empty scope is no policy for everyone. */
function scopeIsValid(found: ReturnType<typeof scopes>): boolean {
  return (
    found.length > 0 &&
    found.every((scope) => KNOWN.has(scope.attribute) && scope.values.some((value) => value !== null))
  );
}

function changeLines(record: number, of: Version, history: readonly JsonObject[]): Extracted[] {
  return history.map((entry) => ({
    record,
    of: 'change',
    value: {
      policy: of.policy,
      version: asText(entry['version']),
      changed_at: asText(entry['date']),
      changed_by: asText(entry['changed_by']),
      changes: asText(entry['changes']),
      approval: asText(entry['approval']),
      approved_at: asText(entry['approved_at']),
    },
  }));
}

function policyLines(record: number, policy: JsonObject, digest: string): Extracted[] {
  const of: Version = { policy: asText(policy['name']) ?? '', version: asText(policy['version']) ?? '' };
  const history = asList(policy['change_history']).filter(isObject);
  const own = history.find((entry) => asText(entry['version']) === of.version);
  const found = scopes(policy);
  const head: Extracted = {
    record,
    of: 'policy',
    value: {
      ...of,
      effective_at: asText(policy['effective_date']),
      owner: asText(policy['owner']),
      approver: asText(policy['approver']),
      description: asText(policy['description']),
      approved_by: asText(own?.['approval']),
      approved_at: asText(own?.['approved_at']),
      changed_by: asText(own?.['changed_by']),
      in_history: own !== undefined,
      scope_valid: scopeIsValid(found),
      grants_in_file: Array.isArray(policy['grants']),
      digest,
    },
  };
  const scopeLines = found.flatMap((scope) =>
    scope.values.map(
      (value): Extracted => ({
        record,
        of: 'scope',
        value: { ...of, attribute: scope.attribute, value: asText(value) },
      }),
    ),
  );
  const grantLines = asList(policy['grants']).map((grant, i): Extracted => {
    const clause = isObject(grant) ? grant : {};
    const { system, resource, permission, justification } = clause;
    return {
      record,
      of: 'grant',
      value: {
        ...of,
        clause_no: i + 1,
        system: asText(system),
        resource: asText(resource),
        permission: asText(permission),
        justification: asText(justification),
      },
    };
  });
  return [head, ...scopeLines, ...grantLines, ...changeLines(record, of, history)];
}

/** A policy version becomes one row of itself, and one a scope value, a grant and an entry of its history. */
export const extract: Extract = (records, kit) =>
  records.flatMap((policy, i) =>
    isObject(policy)
      ? policyLines(i + 1, policy, kit.digest(policy))
      : [{ record: i + 1, fault: 'a policy must be an object with named fields', raw: policy }],
  );
