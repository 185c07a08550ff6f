import {
  asList,
  asText,
  isObject,
  type Extract,
  type Extracted,
  type Json,
  type JsonObject,
} from '#engine/intake/kit.ts';
import { fieldsOf, textAt } from '#engine/intake/pick.ts';

function memberRow(member: Json, group: string | null): JsonObject | null {
  const field = isObject(member) ? fieldsOf(member) : () => null;
  const type =
    (isObject(member) ? asText(member['@odata.type']) : null) ?? field('objectType', 'memberType') ?? '';
  const nested = /group/i.test(type) || /^true$/i.test(field('isGroup') ?? '');
  // Groups are known by their name, as where they hold something; people by their sign-in name.
  const id = (nested ? field('displayName') : field('userPrincipalName')) ?? field('displayName', 'id');
  if (id === null) return null;
  return {
    system: 'entra',
    ...(group === null ? {} : { group_id: group }),
    member_kind: nested ? 'group' : 'account',
    member_id: id,
  };
}

function rows(record: number, item: JsonObject): Extracted[] | null {
  if (!Array.isArray(item['members'])) {
    const value = memberRow(item, fieldsOf(item)('groupDisplayName', 'groupName', 'group'));
    return value === null ? null : [{ record, of: 'membership', value }];
  }
  const group = textAt(item, 'displayName', 'id');
  const members = asList(item['members']).map((member) => memberRow(member, group));
  if (group === null || members.includes(null)) return null;
  return [
    {
      record,
      of: 'entitlement',
      value: {
        system: 'entra',
        resource: `group/${group}`,
        permission: 'member',
        privileged: item['isAssignableToRole'] === true ? true : null,
      },
    },
    ...members
      .filter((value) => value !== null)
      .map((value): Extracted => ({ record, of: 'membership', value })),
  ];
}

/** A group with its members becomes one row each; a list of members alone is of the group that the file is named after. */
export const extract: Extract = (records) =>
  records.flatMap((item, i): Extracted[] => {
    const record = i + 1;
    const found = isObject(item) ? rows(record, item) : null;
    return found ?? [{ record, fault: 'a member needs a name or an id', raw: item }];
  });
