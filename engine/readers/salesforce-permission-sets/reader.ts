import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { accountName, filled, pick, pickText, utcText } from '#engine/intake/pick.ts';

const POWERS = ['ModifyAllData', 'ViewAllData', 'ManageUsers', 'AuthorApex', 'CustomizeApplication'];

function isTrue(text: string | null): boolean {
  return text?.toLowerCase() === 'true';
}

function permission(item: JsonObject): string | null {
  const profile = pickText(item, 'PermissionSet.Profile.Name', 'Profile.Name');
  if (profile !== null && pickText(item, 'PermissionSet.IsOwnedByProfile')?.toLowerCase() !== 'false')
    return `profile:${profile}`;
  return pickText(item, 'PermissionSet.Name', 'PermissionSet.Label', 'PermissionSetId');
}

function privileged(item: JsonObject, name: string | null): boolean {
  return (
    name === 'profile:System Administrator' ||
    POWERS.some((power) => isTrue(pickText(item, `PermissionSet.Permissions${power}`)))
  );
}

/** Each assignment becomes a grant, each permission set that is met a permission. */
export const extract: Extract = (records) => {
  const met = new Set<string>();
  return records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(item))
      return [{ record, fault: 'an assignment must be an object with named fields', raw: item }];
    const name = permission(item);
    const power = privileged(item, name);
    const group = pickText(
      item,
      'PermissionSetGroup.DeveloperName',
      'PermissionSetGroup.MasterLabel',
      'PermissionSetGroupId',
    );
    const grant: Extracted = {
      record,
      of: 'grant',
      value: {
        account_id: accountName(pickText(item, 'Assignee.Username', 'Assignee.Email', 'AssigneeId')),
        resource: 'org',
        permission: name,
        via: group === null ? 'direct' : `permission-set-group:${group}`,
        granted_at: null,
        expires_at: utcText(pickText(item, 'ExpirationDate')),
        details: filled({
          privileged: power ? true : null,
          id: pick(item, 'Id'),
          label: pick(item, 'PermissionSet.Label'),
          assignee_active: pick(item, 'Assignee.IsActive'),
          last_changed_at: pick(item, 'SystemModstamp'),
        }),
      },
    };
    if (name === null || met.has(name)) return [grant];
    met.add(name);
    return [
      grant,
      { record, of: 'permission', value: { resource: 'org', permission: name, privileged: power } },
    ];
  });
};
