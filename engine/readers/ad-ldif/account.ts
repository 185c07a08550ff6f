import type { JsonObject } from '#engine/intake/kit.ts';
import { controlFlags, isNever } from '#engine/intake/text/active-directory.ts';
import { fileTime, looseMoment } from '#engine/intake/text/dates.ts';
import type { Entry } from './entry.ts';

/** `20240105080000.0Z`, RFC 4517 generalized time. */
function generalized(text: string): string | null {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?(Z|[+-]\d{4})$/.exec(text);
  if (!found) return null;
  const [, year, month, day, hour, minute, second, zone] = found;
  return `${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}${zone === 'Z' ? 'Z' : `${zone!.slice(0, 3)}:${zone!.slice(3)}`}`;
}

/** Rows of an account and its password, or what is wrong with the entry. */
export function accountRows(
  entry: Entry,
  about: { system: string; id: string; privileged: boolean },
): { of: string; value: JsonObject }[] | string {
  const { one, all } = entry;
  const faults: string[] = [];
  const ticks = (name: string): string | null => {
    const text = one(name);
    if (isNever(text)) return null;
    const moment = fileTime(text!) ?? generalized(text!);
    if (moment === null) faults.push(`${name}: "${text!.slice(0, 40)}" is no time`);
    return moment;
  };
  const time = (name: string): string | null => {
    const text = one(name);
    if (text === null) return null;
    const moment = generalized(text);
    if (moment !== null) return moment;
    const loose = looseMoment(text);
    if ('fault' in loose) faults.push(`${name}: ${loose.fault}`);
    return 'fault' in loose ? null : loose.iso;
  };
  const control = one('userAccountControl');
  if (control !== null && !/^\d{1,10}$/.test(control))
    return `userAccountControl: "${control.slice(0, 40)}" is no number`;
  const flags = control === null ? [] : controlFlags(Number(control));
  const enabled = control === null ? null : flags.includes('disabled') ? 'disabled' : 'enabled';
  const classes = all('objectClass').map((name) => name.toLowerCase());
  const service =
    classes.some((name) => name === 'computer' || name.startsWith('msds-')) ||
    one('servicePrincipalName') !== null;
  const details: JsonObject = { dn: entry.dn };
  const named = {
    upn: one('userPrincipalName'),
    title: one('title'),
    department: one('department'),
    manager: one('manager'),
  };
  for (const [key, value] of Object.entries(named)) if (value !== null) details[key] = value;
  if (flags.length > 0) details['flags'] = flags.join(', ');
  const expires = ticks('accountExpires');
  if (expires !== null) details['account_expires'] = expires;
  // ISO texts of one zone compare as the moments do.
  const logins = [ticks('lastLogonTimestamp'), ticks('lastLogon')].filter((moment) => moment !== null).sort();
  const account: JsonObject = {
    system: about.system,
    account_id: about.id,
    email: one('mail'),
    employee_id: one('employeeID') ?? one('employeeNumber'),
    display_name: one('displayName'),
    kind: service ? 'service' : 'human',
    status: enabled,
    is_admin: about.privileged || one('adminCount') === '1',
    mfa_enabled: flags.includes('smartcard_required') ? true : null,
    created_at: time('whenCreated'),
    last_login_at: logins.at(-1) ?? null,
    justification: one('description'),
    details,
  };
  const rows = [{ of: 'account', value: account }];
  const set = one('pwdLastSet');
  if (set !== null) {
    const facts: JsonObject = flags.length > 0 ? { flags: flags.join(', ') } : {};
    if (set === '0') facts['must_change'] = true;
    const status =
      enabled === 'disabled' ? 'disabled' : flags.includes('password_expired') ? 'expired' : 'enabled';
    rows.push({
      of: 'password',
      value: {
        system: about.system,
        account_id: about.id,
        status,
        last_rotated_at: ticks('pwdLastSet'),
        details: facts,
      },
    });
  }
  return faults[0] ?? rows;
}
