/** One entry of a directory. */
export interface Entry {
  raw: string;
  dn: string;
  one: (name: string) => string | null;
  all: (name: string) => string[];
}

const ATTRIBUTE = /^([\w.-]+(?:;[\w.-]+)*)(::|:<|:)\s*(.*)$/s;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** Values that must not be kept, not even with a reject. */
const SECRET =
  /^(?:userPassword|unicodePwd|dBCSPwd|ntPwdHistory|lmPwdHistory|supplementalCredentials|sambaNTPassword|ms-Mcs-AdmPwd)\b/i;

/** An entry from its unfolded lines, or what is wrong with it. */
export function parseEntry(lines: readonly string[]): { entry: Entry } | { raw: string; fault: string } {
  const raw = lines.map((line) => (SECRET.test(line) ? line.replace(/:.*$/s, ': …') : line)).join('\n');
  const values = new Map<string, string[]>();
  for (const line of lines) {
    const found = ATTRIBUTE.exec(line);
    if (!found) return { raw, fault: `"${line.slice(0, 60)}" is no attribute` };
    const [, name, mark, text] = found as unknown as [string, string, string, string];
    if (SECRET.test(name) || mark === ':<') continue;
    let value = text;
    if (mark === '::') {
      const packed = text.replace(/\s/g, '');
      if (!BASE64.test(packed) || packed.length % 4 !== 0)
        return { raw, fault: `the value of ${name} is no base64` };
      value = Buffer.from(packed, 'base64').toString('utf8');
    }
    const key = name.split(';')[0]!.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value.trim()]);
  }
  const all = (name: string) => values.get(name.toLowerCase()) ?? [];
  const dn = all('dn')[0];
  if (dn === undefined || dn === '') return { raw, fault: 'the entry states no path (dn)' };
  return { entry: { raw, dn, all, one: (name) => all(name)[0] || null } };
}
