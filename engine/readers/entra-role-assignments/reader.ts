import {
  asText,
  isObject,
  type Extract,
  type Extracted,
  type JsonObject,
  wordFor,
} from '#engine/intake/kit.ts';
import { fieldsOf, objectAt, textAt, filled } from '#engine/intake/pick.ts';

/** Template ids of built-in roles that administer: the same in every tenant. */
const BUILT_IN: Readonly<Record<string, string>> = {
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  'e8611ab8-c189-46e8-94e1-60213ab1f814': 'Privileged Role Administrator',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13': 'Privileged Authentication Administrator',
  '194ae4cb-b126-40b2-bd5b-6091b380977d': 'Security Administrator',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': 'Application Administrator',
  '158c047a-c907-4556-b7ef-446551a6b5f7': 'Cloud Application Administrator',
  '29232cdf-9323-42fd-ade2-1d097af3e4de': 'Exchange Administrator',
  'f28a1f50-f6e7-4571-818b-6a12f2af6b6c': 'SharePoint Administrator',
  'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9': 'Conditional Access Administrator',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
};

/** eligible: may be activated; active: holds it now, `activated` for a while or assigned for good. */
function stateOf(item: JsonObject, field: (...names: string[]) => string | null): 'eligible' | 'active' {
  const stated = field('Assignment State', 'assignmentState') ?? '';
  if (/eligible/i.test(stated)) return 'eligible';
  return 'roleEligibilityScheduleId' in item || 'roleEligibilitySchedule' in item ? 'eligible' : 'active';
}

function rows(record: number, item: JsonObject, first: (key: string) => boolean): Extracted[] | null {
  const field = fieldsOf(item);
  const account =
    textAt(item, 'principal.userPrincipalName', 'principal.displayName', 'principal.appId') ??
    field('Email', 'User Principal Name', 'Principal Name', 'Member', 'principalId');
  const id = field('roleDefinitionId') ?? '';
  const role =
    textAt(item, 'roleDefinition.displayName') ?? field('Role Name', 'Role') ?? wordFor(BUILT_IN, id);
  if (account === null || role === '') return null;
  const state = stateOf(item, field);
  const scope = field('directoryScopeId', 'Scope') ?? '/';
  const member = field('memberType', 'Member Type');
  const type = asText(objectAt(item, 'principal')['@odata.type']) ?? '';
  const ends = field('endDateTime', 'Assignment End Time (UTC)', 'Assignment End Time', 'End time');
  const until = ends !== null && /^permanent$/i.test(ends) ? null : ends;
  const lines: Extracted[] = [
    {
      record,
      of: 'grant',
      value: {
        system: 'entra',
        account_id: account,
        resource: scope === '/' ? 'directory' : scope,
        permission: role,
        via: /group/i.test(type) || /^group$/i.test(member ?? '') ? `${state} > group` : state,
        granted_at: field(
          'startDateTime',
          'Assignment Start Time (UTC)',
          'Assignment Start Time',
          'Start time',
        ),
        expires_at: until,
        details: filled({
          assignment: state,
          activated: /^activated$/i.test(field('assignmentType', 'Assignment Type') ?? '') ? true : null,
          permanent: until === null ? true : null,
          member,
          principal_id: field('principalId'),
          principal: textAt(item, 'principal.displayName') ?? field('User Group Name', 'Principal Name'),
          principal_type: type.replace('#microsoft.graph.', ''),
          guest: /#EXT#@/i.test(account) ? true : null,
          role_id: id,
        }),
      },
    },
  ];
  const privileged = /administrator$/i.test(role);
  const resource = scope === '/' ? 'directory' : scope;
  if (privileged && first(JSON.stringify([resource, role])))
    lines.push({
      record,
      of: 'entitlement',
      value: { system: 'entra', resource, permission: role, privileged },
    });
  return lines;
}

/** An assignment becomes one grant; `via` tells eligible ones from active ones. */
export const extract: Extract = (records) => {
  const seen = new Set<string>();
  const first = (key: string) => !seen.has(key) && seen.add(key) !== undefined;
  return records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    const found = isObject(item) ? rows(record, item, first) : null;
    return found ?? [{ record, fault: 'an assignment needs a principal and a role', raw: item }];
  });
};
