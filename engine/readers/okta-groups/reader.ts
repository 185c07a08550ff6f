import { isObject, type Extract } from '#engine/intake/kit.ts';
import { pickText } from '#engine/intake/pick.ts';

/** Each group becomes a resource in which one can be a member. */
export const extract: Extract = (records) =>
  records.map((group, i) => {
    const record = i + 1;
    if (!isObject(group)) return { record, fault: 'a group must be an object with named fields', raw: group };
    const name = pickText(group, 'profile.name', 'profile.displayName', 'id');
    return { record, of: 'group', value: { resource: name === null ? null : `group:${name}` } };
  });
