import { asList, asText, isObject, type Extract, type Extracted } from '#engine/intake/kit.ts';

const KINDS = {
  conflicting_roles: 'roles',
  conflicting_resources: 'resources',
  critical_actions: 'actions',
} as const;

/** Each rule names exactly one kind of conflict; the list under it becomes its items. */
export const extract: Extract = (records) =>
  records.map((rule, i): Extracted => {
    const record = i + 1;
    if (!isObject(rule)) return { record, fault: 'a rule must be an object with named fields', raw: rule };
    const stated = (Object.keys(KINDS) as (keyof typeof KINDS)[]).filter(
      (key) => asList(rule[key]).length > 0,
    );
    const [key] = stated;
    if (key === undefined || stated.length > 1) {
      return { record, fault: `a rule needs exactly one of ${Object.keys(KINDS).join(', ')}`, raw: rule };
    }
    return {
      record,
      of: 'rule',
      value: {
        rule: asText(rule['name']),
        kind: KINDS[key],
        items: asList(rule[key]).map(asText),
        required_approvers: asText(rule['required_approvers']),
        enforcement: asText(rule['enforcement']),
        severity: asText(rule['severity']),
      },
    };
  });
