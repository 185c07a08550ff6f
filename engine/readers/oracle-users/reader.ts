import type { JsonObject } from '#engine/intake/kit.ts';
import { byRow } from '#engine/intake/text/by-row.ts';

/** A line of DBA_USERS is an account and the state of its password. */
export const extract = byRow(({ text, moment }) => {
  const id = text('USERNAME');
  const stated = text('ACCOUNT_STATUS');
  if (id === null || stated === null) return 'the line names no account and status';
  const locked = /LOCKED/i.test(stated);
  const details: JsonObject = { account_status: stated };
  const method = text('AUTHENTICATION_TYPE');
  if (text('PROFILE') !== null) details['profile'] = text('PROFILE');
  if (method !== null) details['authentication'] = method;
  const maintained = text('ORACLE_MAINTAINED') === 'Y';
  const power = id === 'SYS' || id === 'SYSTEM';
  const account: JsonObject = {
    account_id: id,
    kind: power ? 'shared' : maintained ? 'service' : null,
    status: locked ? 'disabled' : 'enabled',
    is_admin: power,
    created_at: moment('CREATED'),
    last_login_at: moment('LAST_LOGIN'),
    disabled_at: moment('LOCK_DATE'),
    details,
  };
  const rows = [{ of: 'account', value: account }];
  const expires_at = moment('EXPIRY_DATE');
  const last_rotated_at = moment('PASSWORD_CHANGE_DATE');
  if (method === null || method === 'PASSWORD') {
    const status = locked ? 'disabled' : /EXPIRED(?!\(GRACE)/i.test(stated) ? 'expired' : 'enabled';
    rows.push({ of: 'password', value: { account_id: id, status, last_rotated_at, expires_at } });
  }
  return rows;
});
