import {
  asList,
  isObject,
  type Extract,
  type Extracted,
  type Json,
  type JsonObject,
} from '#engine/intake/kit.ts';
import { accountName, pickText } from '#engine/intake/pick.ts';

function login(user: Json): string | null {
  if (!isObject(user)) return null;
  return accountName(
    pickText(
      user,
      'profile.login',
      'user.profile.login',
      'user.login',
      'login',
      'userLogin',
      'username',
      'userId',
      'id',
    ),
  );
}

function group(record: JsonObject): string | null {
  return pickText(record, 'groupId', 'group.id', 'groupName', 'group.profile.name', 'group.name', 'group');
}

/** A line or user with its group becomes one membership; a group with its users, as many as it has. */
export const extract: Extract = (records) =>
  records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    if (!isObject(item))
      return [{ record, fault: 'a membership must be an object with named fields', raw: item }];
    const group_id = group(item);
    const members = Array.isArray(item['users']) ? asList(item['users']) : [item];
    return members.map((member) => ({ record, of: 'member', value: { group_id, member_id: login(member) } }));
  });
