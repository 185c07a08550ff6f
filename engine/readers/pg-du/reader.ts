import { asText, isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';

function lines(record: number, row: JsonObject): Extracted[] {
  const role = asText(row['Role name']);
  if (role === null) return [{ record, fault: 'the line names no role', raw: row }];
  const attributes = asText(row['Attributes']) ?? '';
  const has = (words: string) => attributes.split(/[,\n]\s*/).some((word) => word.trim() === words);
  const until = /Password valid until ([^\n,]+)/.exec(attributes)?.[1]?.trim() ?? null;
  const groups = (asText(row['Member of']) ?? '')
    .replace(/^\{(.*)\}$/s, '$1')
    .split(',')
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const value = {
    role_name: role,
    is_superuser: has('Superuser'),
    can_create_db: has('Create DB'),
    can_create_role: has('Create role'),
    can_login: !has('Cannot login'),
    password_expires_at: until === 'infinity' ? null : until,
  };
  return [
    { record, of: 'role', value },
    ...groups
      .filter((name) => name !== '')
      .map((group_id): Extracted => ({ record, of: 'member', value: { group_id, member_id: role } })),
  ];
}

/** A role, and the roles that it is a member of. */
export const extract: Extract = (records) =>
  records.flatMap((row, i) => (isObject(row) ? lines(i + 1, row) : []));
