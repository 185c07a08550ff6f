import { MASK } from '#engine/intake/secrets.ts';
import { hostLines, mostly, plainLines, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';
import { epochDay } from '#engine/intake/text/dates.ts';
import { type JsonObject, wordFor } from '#engine/intake/kit.ts';

const ENTRY = /^[^:\s,;"|]+:[^:]*:\d*:-?\d*:-?\d*:-?\d*:-?\d*:-?\d*:[^:]*$/;
/** crypt(5) prefixes. */
const HASHES: Readonly<Record<string, string>> = {
  '1': 'md5crypt',
  '2a': 'bcrypt',
  '2b': 'bcrypt',
  '2y': 'bcrypt',
  '5': 'sha256crypt',
  '6': 'sha512crypt',
  '7': 'scrypt',
  gy: 'gost-yescrypt',
  md5: 'sunmd5',
  sha1: 'sha1crypt',
  y: 'yescrypt',
};
const NO_LIMIT = 99_999;

/** The line without what stands for the password. */
function masked(line: string): string {
  const fields = line.split(':');
  if (fields.length > 1) fields[1] = /^[!*]*$/.test(fields[1]!) ? fields[1]! : MASK;
  return fields.join(':');
}

function passwordFacts(field: string): JsonObject {
  const mark = field.replace(/^[!*]+/, '');
  const state = /^[!*]/.test(field) ? 'locked' : field === '' ? 'none' : 'set';
  if (mark === '') return { state };
  const method = /^\$([a-z0-9]+)/.exec(mark)?.[1];
  return { state, hash: method === undefined ? 'traditional' : wordFor(HASHES, method) };
}

function number(field: string | undefined): number | null {
  return field === undefined || !/^\d+$/.test(field) ? null : Number(field);
}

function entry(line: string, system: string): TextItem {
  if (!ENTRY.test(line))
    return { raw: masked(line), fault: 'the line has not the nine fields of a password entry' };
  const [name, password, ...rest] = line.split(':');
  const [changed, least, most, warn, inactive, expires] = rest.map(number);
  const facts = passwordFacts(password!);
  const details: JsonObject = { ...facts };
  // Day 0 means: to be changed at the next log-in.
  if (changed === 0) details['must_change'] = true;
  const named = { min_days: least, max_days: most, warn_days: warn, inactive_days: inactive };
  for (const [key, value] of Object.entries(named)) if (value != null) details[key] = value;
  if (expires != null) details['account_expires'] = epochDay(expires);
  const value = {
    system,
    account_id: name!,
    status: facts['state'] === 'locked' ? 'disabled' : 'enabled',
    last_rotated_at: changed ? epochDay(changed) : null,
    expires_at: changed && most != null && most < NO_LIMIT ? epochDay(changed + most) : null,
    details,
  };
  return { raw: masked(line), rows: [{ of: 'password', value }] };
}

/** `/etc/shadow`, shadow(5). */
export const text: TextReader = {
  claims: (head) => mostly(plainLines(head), ENTRY, 0.5),
  open: hostLines(['shadow', 'getent'], entry),
};
