import { hostLines, mostly, plainLines, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';

const ENTRY = /^[^:\s,;"|]+:[^:]*:\d+:\d+:[^:]*:[^:]*:[^:]*$/;
/** Shells that end a session at once. */
const NO_LOGIN = /\/(?:nologin|false|sync|halt|shutdown|null)$/;

function passwordState(field: string): string {
  if (field === 'x') return 'in shadow';
  if (field === '') return 'none';
  return /^[!*]/.test(field) ? 'locked' : 'hash in passwd';
}

function kindOf(name: string, uid: number): string {
  if (uid === 0) return name === 'root' ? 'shared' : 'human';
  return uid < 1000 || uid >= 65534 ? 'service' : 'human';
}

function entry(line: string, system: string): TextItem {
  const [name = '', password = '', uidText = '', gidText = '', gecos = '', home = '', shell = ''] =
    line.split(':');
  if (name.startsWith('+') || name.startsWith('-'))
    return { raw: line, fault: 'the line pulls in accounts of a directory, which are not in the file' };
  if (!ENTRY.test(line)) return { raw: line, fault: 'the line has not the seven fields of an account' };
  const uid = Number(uidText);
  const value = {
    system,
    account_id: name,
    display_name: gecos.split(',')[0]!.trim() || null,
    kind: kindOf(name, uid),
    status: NO_LOGIN.test(shell) ? 'disabled' : 'enabled',
    is_admin: uid === 0,
    details: { uid, gid: Number(gidText), home, shell, password: passwordState(password) },
  };
  return { raw: line, rows: [{ of: 'account', value }] };
}

/** `/etc/passwd`, passwd(5). */
export const text: TextReader = {
  claims: (head) => mostly(plainLines(head), ENTRY, 0.6),
  open: hostLines(['passwd', 'getent'], entry),
};
