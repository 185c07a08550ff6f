import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { accountName, filled, lastStep, pick, pickText } from '#engine/intake/pick.ts';

function holder(item: JsonObject): string | null {
  const stated = accountName(
    pickText(item, 'login', 'userLogin', 'user.profile.login', 'user.login', 'userName', 'userId'),
  );
  if (stated !== null) return stated;
  const href = pickText(item, '_links.assignee.href');
  const id = lastStep(href) ?? (pickText(item, 'orn') === null ? null : pickText(item, 'id'));
  const group = pickText(item, 'assignmentType')?.toUpperCase() === 'GROUP' || /\/groups\//.test(href ?? '');
  return id !== null && group ? `group:${id}` : id;
}

function role(item: JsonObject): string | null {
  const type = pickText(item, 'type');
  if (type === null && pickText(item, 'orn') !== null) return 'administrator (role not stated)';
  return type === null || type.toUpperCase() === 'CUSTOM' ? pickText(item, 'label', 'role') : type;
}

/** Each assignment becomes a grant, each role that is met a privileged permission. */
export const extract: Extract = (records) => {
  const met = new Set<string>();
  return records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(item))
      return [{ record, fault: 'an assignment must be an object with named fields', raw: item }];
    const permission = role(item);
    const set = pickText(item, 'resource-set', 'resourceSet');
    const resource = set === null ? 'org' : `resource-set:${set}`;
    const lines: Extracted[] = [
      {
        record,
        of: 'grant',
        value: {
          account_id: holder(item),
          resource,
          permission,
          via: 'direct',
          granted_at: pick(item, 'created'),
          granted_by: null,
          expires_at: pick(item, 'expirationDate'),
          details: filled({
            privileged: true,
            id: pick(item, 'id'),
            label: pick(item, 'label'),
            role: pick(item, 'role'),
            status: pick(item, 'status'),
          }),
        },
      },
    ];
    if (permission !== null && !met.has(`${resource}\n${permission}`)) {
      met.add(`${resource}\n${permission}`);
      lines.push({ record, of: 'role', value: { resource, permission, privileged: true } });
    }
    return lines;
  });
};
