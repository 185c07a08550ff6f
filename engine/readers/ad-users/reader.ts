import type { JsonObject } from '#engine/intake/kit.ts';
import { byRow } from '#engine/intake/text/by-row.ts';
import {
  controlFlags,
  domainOf,
  isNever,
  isPrivilegedGroup,
  nameOf,
} from '#engine/intake/text/active-directory.ts';
import { fileTime } from '#engine/intake/text/dates.ts';

const SWITCHES: Readonly<Record<string, string>> = {
  PasswordNeverExpires: 'password_never_expires',
  PasswordNotRequired: 'password_not_required',
  LockedOut: 'locked_out',
  SmartcardLogonRequired: 'smartcard_required',
  PasswordExpired: 'password_expired',
  TrustedForDelegation: 'trusted_for_delegation',
  DoesNotRequirePreAuth: 'no_preauthentication',
};
const YES = /^(?:true|yes|1)$/i;
const NO = /^(?:false|no|0)$/i;

/** A user becomes an account, the state of its password and its memberships. */
export const extract = byRow(({ text, moment }) => {
  const id = text('SamAccountName');
  if (id === null) return 'the line has no SamAccountName';
  const control = text('userAccountControl');
  const flags = new Set(control !== null && /^\d+$/.test(control) ? controlFlags(Number(control)) : []);
  for (const [column, flag] of Object.entries(SWITCHES)) if (YES.test(text(column) ?? '')) flags.add(flag);
  const enabled = text('Enabled');
  if (enabled !== null && !YES.test(enabled) && !NO.test(enabled))
    return `Enabled is "${enabled}", neither True nor False`;
  if (enabled !== null && NO.test(enabled)) flags.add('disabled');
  const status = flags.has('disabled') ? 'disabled' : 'enabled';
  const ticks = (plain: string, raw: string) => {
    const stated = text(raw);
    return text(plain) === null && stated !== null && /^\d+$/.test(stated)
      ? isNever(stated)
        ? null
        : fileTime(stated)
      : moment(plain, raw);
  };
  const dn = text('DistinguishedName');
  const system = dn === null ? null : domainOf(dn);
  const place: JsonObject = system === null ? {} : { system };
  const groups = (text('MemberOf') ?? '')
    .split(/;|\n/)
    .map((one) => one.trim())
    .filter((one) => /^CN=/i.test(one))
    .map(nameOf);
  const shown = [...flags].filter((flag) => flag !== 'disabled').join(', ');
  const details: JsonObject = {};
  const named = {
    dn,
    upn: text('UserPrincipalName'),
    title: text('Title'),
    department: text('Department'),
    manager: text('Manager'),
    account_expires: text('AccountExpirationDate'),
  };
  for (const [key, value] of Object.entries(named)) if (value !== null) details[key] = value;
  if (shown !== '') details['flags'] = shown;
  const spn = text('ServicePrincipalNames', 'servicePrincipalName');
  const account: JsonObject = {
    ...place,
    account_id: id,
    email: text('EmailAddress', 'mail'),
    employee_id: text('EmployeeID', 'EmployeeNumber'),
    display_name: text('DisplayName', 'Name'),
    kind: spn !== null && !spn.startsWith('Microsoft.ActiveDirectory') && spn !== '{}' ? 'service' : null,
    status,
    is_admin: text('AdminCount') === '1' || groups.some(isPrivilegedGroup),
    mfa_enabled: flags.has('smartcard_required') ? true : null,
    created_at: moment('Created', 'whenCreated', 'createTimeStamp'),
    last_login_at: ticks('LastLogonDate', 'lastLogonTimestamp'),
    justification: text('Description'),
    details: Object.keys(details).length === 0 ? null : details,
  };
  const rows = [{ of: 'account', value: account }];
  if (text('PasswordLastSet', 'pwdLastSet', 'PasswordNeverExpires') !== null) {
    const state = status === 'disabled' ? status : flags.has('password_expired') ? 'expired' : 'enabled';
    rows.push({
      of: 'password',
      value: {
        ...place,
        account_id: id,
        status: state,
        last_rotated_at: ticks('PasswordLastSet', 'pwdLastSet'),
        details: shown === '' ? null : { flags: shown },
      },
    });
  }
  rows.push(
    ...groups.map((group_id) => ({
      of: 'member',
      value: { ...place, group_id, member_kind: 'account', member_id: id },
    })),
  );
  return rows;
});
