import { hostFromName, statedHost, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';
import type { JsonObject } from '#engine/intake/kit.ts';

const ENTRY =
  /^(default:)?(user|group|mask|other):([^:]*):([r-][w-][xX-])(?:\s+#effective:\s*([r-][w-][xX-]))?\s*$/;
const FACT = /^# (file|owner|group|flags): (.*)$/;

/** Backslash and three octal digits stand for a byte. */
function unescape(text: string): string {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const plain = bytes.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return Buffer.from(plain, 'latin1').toString('utf8');
}

function digit(letters: string): number {
  return (letters[0] === 'r' ? 4 : 0) + (letters[1] === 'w' ? 2 : 0) + (letters[2] === '-' ? 0 : 1);
}

/** What is left of an entry under a mask. */
function under(letters: string, mask: string | null): string {
  return mask === null ? letters : [...letters].map((letter, i) => (mask[i] === '-' ? '-' : letter)).join('');
}

function item(lines: readonly string[], host: string): TextItem {
  const raw = lines.join('\n');
  const facts = new Map<string, string>();
  const entries: { line: string; inherited: boolean; kind: string; name: string; letters: string }[] = [];
  for (const line of lines) {
    const fact = FACT.exec(line);
    if (fact) {
      facts.set(fact[1]!, fact[2]!);
      continue;
    }
    const entry = ENTRY.exec(line);
    if (!entry) return { raw, fault: `"${line.slice(0, 80)}" is no entry of an access control list` };
    const [, inherited, kind, name, letters] = entry;
    entries.push({
      line: line.split(/\s+#/)[0]!.trim(),
      inherited: inherited !== undefined,
      kind: kind!,
      name: unescape(name!),
      letters: letters!,
    });
  }
  const own = (kind: string, inherited = false) =>
    entries.find((entry) => entry.kind === kind && entry.name === '' && entry.inherited === inherited)
      ?.letters ?? null;
  const [user, group, other] = [own('user'), own('group'), own('other')];
  if (user === null || group === null || other === null)
    return { raw, fault: 'the list lacks the entry of the owner, the group or all others' };
  const flags = facts.get('flags') ?? '---';
  const special = [...'sst'].reduce((sum, flag, i) => sum + (flags[i] === flag ? 4 >> i : 0), 0);
  const named = facts.get('file')!;
  const path = unescape(/^[/.]/.test(named) ? named : `/${named}`);
  const value = {
    host,
    path,
    owner: unescape(facts.get('owner') ?? '') || null,
    group_name: unescape(facts.get('group') ?? '') || null,
    mode: `${special}${digit(user)}${digit(own('mask') ?? group)}${digit(other)}`,
    file_type: null,
    size_bytes: null,
    modified_at: null,
  };
  const grants = entries
    .filter((entry) => entry.name !== '')
    .map((entry) => {
      const details: JsonObject = { entry: entry.line };
      if (entry.inherited) details['inherited'] = true;
      const grant = {
        system: host,
        account_id: entry.kind === 'group' ? `%${entry.name}` : entry.name,
        resource: entry.inherited ? `${path}/*` : path,
        permission: under(entry.letters, own('mask', entry.inherited)),
        via: 'direct',
        details,
      };
      return { of: 'grant', value: grant };
    });
  return { raw, rows: [{ of: 'file', value }, ...grants] };
}

/** Output of getfacl(1). */
export const text: TextReader = {
  claims: ({ lines }) => {
    const at = lines.findIndex((line) => line.startsWith('# file: '));
    return (
      at >= 0 &&
      at < 20 &&
      lines[at + 1]?.startsWith('# owner: ') === true &&
      lines.some((line) => line.startsWith('user::'))
    );
  },
  open: ({ name }) => {
    let host = hostFromName(name, ['getfacl', 'facl', 'acl'], 'linux');
    let block: string[] = [];
    const close = (): TextItem[] => {
      const lines = block;
      block = [];
      return lines.length === 0 ? [] : [item(lines, host)];
    };
    return {
      line: (line) => {
        if (line.trim() === '') return close();
        host = statedHost(line) ?? host;
        if (/^(?:\S*\/)?getfacl: /.test(line)) return [{ aside: 'messages of the command' }];
        if (block.length === 0 && !line.startsWith('# file: ')) return [{ aside: 'comments' }];
        const closed = line.startsWith('# file: ') ? close() : [];
        block.push(line);
        return closed;
      },
      end: close,
    };
  },
};
