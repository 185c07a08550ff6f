import type { JsonObject } from '#engine/intake/kit.ts';
import { byRow } from '#engine/intake/text/by-row.ts';

const SHARED = new Set(['SAP*', 'DDIC', 'EARLYWATCH', 'TMSADM', 'SAPCPIC']);
const TYPES: Readonly<Record<string, string>> = {
  a: 'human',
  dialog: 'human',
  b: 'service',
  system: 'service',
  c: 'service',
  cpic: 'service',
  communication: 'service',
  'communications data': 'service',
  l: 'service',
  reference: 'service',
  s: 'service',
  service: 'service',
};
const UNLOCKED = /^(?:0+|not locked|no|unlocked|@\w+@)?$/i;

/** A line of USR02, or of a report on users, is an account and the age of its password. */
export const extract = byRow(({ text, moment }) => {
  const id = text('BNAME', 'User', 'User Name');
  if (id === null) return 'the line names no user';
  const type = text('USTYP', 'User Type', 'Type');
  const kind = type === null ? null : TYPES[type.toLowerCase().replace(/ user$/, '')];
  if (kind === undefined) return `"${type}" is no type of user`;
  const lock = text('UFLAG', 'User Lock', 'Lock Status', 'Locked', 'Reason for User Lock');
  const status = UNLOCKED.test(lock ?? '') ? 'enabled' : 'disabled';
  const day = moment('TRDAT', 'Last Logon Date', 'Last Logon');
  const clock = /^(\d\d):?(\d\d):?(\d\d)$/.exec(text('LTIME', 'Last Logon Time') ?? '');
  const details: JsonObject = {};
  const from = moment('GLTGV', 'Valid From');
  const to = moment('GLTGB', 'Valid To', 'Valid Until');
  const named = {
    user_type: type,
    user_group: text('CLASS', 'User Group'),
    created_by: text('ANAME', 'Creator'),
    valid_from: from,
    valid_to: to?.startsWith('9999') ? null : to,
    lock,
  };
  for (const [key, value] of Object.entries(named)) if (value !== null) details[key] = value;
  const account = {
    account_id: id,
    display_name: text('Full Name', 'Complete Name', 'NAME_TEXT'),
    kind: SHARED.has(id.toUpperCase()) ? 'shared' : kind,
    status,
    created_at: moment('ERDAT', 'Created On', 'Creation Date'),
    last_login_at:
      day !== null && day.length === 10 && clock ? `${day}T${clock[1]}:${clock[2]}:${clock[3]}` : day,
    details,
  };
  const changed = moment('PWDCHGDATE', 'Password Changed', 'Date of Last Password Change', 'PWDLGNDATE');
  const rows = [{ of: 'account', value: account as JsonObject }];
  if (changed !== null)
    rows.push({ of: 'password', value: { account_id: id, status, last_rotated_at: changed } });
  return rows;
});
