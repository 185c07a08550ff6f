import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { fieldsOf, filled } from '#engine/intake/pick.ts';

/** Roles that administer a scope or the access to it. */
const PRIVILEGED =
  /^(?:owner|contributor|user access administrator|role based access control administrator)$|administrator$/i;

const RECORDED = [
  'principalId',
  'ObjectId',
  'principalType',
  'ObjectType',
  'DisplayName',
  'condition',
  'canDelegate',
  'description',
  'resourceGroup',
];

function rows(record: number, item: JsonObject, first: (key: string) => boolean): Extracted[] | null {
  const field = fieldsOf(item);
  const type = field('principalType', 'ObjectType') ?? '';
  const id = field('principalId', 'ObjectId');
  const name =
    field('principalName', 'SignInName') ??
    (type.toLowerCase() === 'user' ? null : field('DisplayName')) ??
    id;
  const role = field('roleDefinitionName') ?? field('roleDefinitionId')?.split('/').at(-1) ?? null;
  const scope = field('scope');
  if (name === null || role === null || scope === null) return null;
  const group = /group/i.test(type);
  const unknown = /^unknown$/i.test(type);
  const details = Object.fromEntries(RECORDED.map((key) => [key, field(key)]));
  const lines: Extracted[] = [
    {
      record,
      of: 'grant',
      value: {
        system: 'azure',
        account_id: name,
        resource: scope,
        permission: role,
        via: group ? `group ${name}` : 'direct',
        granted_at: field('createdOn', 'createdDateTime'),
        granted_by: field('createdBy'),
        details: filled({
          ...details,
          assignment: field('id', 'RoleAssignmentId', 'RoleAssignmentName', 'name'),
          // The principal was deleted; the assignment stayed behind.
          deleted: unknown ? true : null,
          guest: /#EXT#@/i.test(name) ? true : null,
        }),
      },
    },
  ];
  if (/serviceprincipal|msi|application/i.test(type) && first(`account ${name}`))
    lines.push({
      record,
      of: 'account',
      value: {
        system: 'azure',
        account_id: name,
        display_name: field('DisplayName', 'principalName'),
        kind: 'service',
        details: filled({ object_id: id, principal_type: type }),
      },
    });
  if (PRIVILEGED.test(role) && first(JSON.stringify([scope, role])))
    lines.push({
      record,
      of: 'entitlement',
      value: { system: 'azure', resource: scope, permission: role, privileged: true },
    });
  return lines;
}

/** An assignment becomes one grant; service principals are accounts of their own. */
export const extract: Extract = (records) => {
  const seen = new Set<string>();
  const first = (key: string) => !seen.has(key) && seen.add(key) !== undefined;
  return records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    const found = isObject(item) ? rows(record, item, first) : null;
    return found ?? [{ record, fault: 'an assignment needs a principal, a role and a scope', raw: item }];
  });
};
