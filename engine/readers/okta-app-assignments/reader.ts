import { isObject, type Extract, type JsonObject } from '#engine/intake/kit.ts';
import { accountName, filled, lastStep, pick, pickText } from '#engine/intake/pick.ts';

function application(item: JsonObject): string | null {
  const id =
    pickText(item, 'appId') ??
    lastStep(pickText(item, '_links.app.href')) ??
    /\/apps\/([^/]+)\//.exec(pickText(item, '_links.self.href', '_links.group.href') ?? '')?.[1];
  return id ? `app:${id}` : null;
}

/** Groups are assigned with a priority, users with a scope. */
function holder(item: JsonObject): { account_id: string | null; via: string } {
  if (pickText(item, 'scope') === null) {
    const id = pickText(item, 'id') ?? lastStep(pickText(item, '_links.group.href'));
    return { account_id: id === null ? null : `group:${id}`, via: 'direct' };
  }
  const user = pickText(item, '_embedded.user.profile.login', 'credentials.userName', 'id');
  return {
    account_id: accountName(user),
    via: pickText(item, 'scope')?.toUpperCase() === 'GROUP' ? 'group' : 'direct',
  };
}

/** Each assignment becomes a grant of the application. */
export const extract: Extract = (records) =>
  records.map((item, i) => {
    const record = i + 1;
    if (!isObject(item))
      return { record, fault: 'an assignment must be an object with named fields', raw: item };
    return {
      record,
      of: 'grant',
      value: {
        ...holder(item),
        resource: application(item),
        permission: pickText(item, 'profile.role', 'profile.samlRoles') ?? 'assigned',
        granted_at: pick(item, 'created'),
        granted_by: null,
        expires_at: null,
        details: filled({
          id: pick(item, 'id'),
          user_name: pick(item, 'credentials.userName'),
          status: pick(item, 'status'),
          priority: pick(item, 'priority'),
          profile: pick(item, 'profile.profile'),
        }),
      },
    };
  });
