import type { JsonObject } from '#engine/intake/kit.ts';
import { byRow } from '#engine/intake/text/by-row.ts';

/** A line of sys.database_permissions or sys.server_permissions, with names, is one grant. */
export const extract = byRow(({ text }) => {
  const named = (...names: string[]) => {
    const value = text(...names);
    return value === 'NULL' ? null : value;
  };
  const state = named('state_desc') ?? '';
  if (state === 'DENY' || state === 'REVOKE') return [];
  if (state !== 'GRANT' && state !== 'GRANT_WITH_GRANT_OPTION') return `state_desc is "${state}"`;
  const kind = named('class_desc');
  const object = named('object_name', 'securable', 'entity_name');
  const schema = named('schema_name');
  const details: JsonObject = { class: kind, state };
  const value: JsonObject = {
    account_id: named('grantee', 'grantee_name', 'principal_name', 'user_name', 'login_name'),
    resource:
      object === null
        ? (schema ?? (kind ?? 'database').toLowerCase())
        : schema === null
          ? object
          : `${schema}.${object}`,
    permission: named('permission_name'),
    granted_by: named('grantor', 'grantor_name'),
    details,
  };
  const system = named('system', 'server', 'server_name', 'database_name');
  return [{ of: 'grant', value: system === null ? value : { ...value, system } }];
});
