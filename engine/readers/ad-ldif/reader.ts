import type { JsonObject } from '#engine/intake/kit.ts';
import { plainLines, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';
import { domainOf, isPrivilegedGroup, nameOf, PRIMARY_GROUPS } from '#engine/intake/text/active-directory.ts';
import { accountRows } from './account.ts';
import { parseEntry, type Entry } from './entry.ts';

const GROUP = new Set(['group', 'groupofnames', 'groupofuniquenames', 'posixgroup']);
const PERSON = new Set(['user', 'person', 'inetorgperson', 'posixaccount', 'account', 'computer']);

type Read = { entry: Entry } | { raw: string; fault: string } | { aside: string };

function isOf(entry: Entry, classes: ReadonlySet<string>): boolean {
  return entry.all('objectClass').some((name) => classes.has(name.toLowerCase()));
}

function identifier(entry: Entry): string | null {
  return entry.one('sAMAccountName') ?? entry.one('uid') ?? entry.one('cn');
}

function membersOf(entry: Entry): string[] {
  return [...entry.all('member'), ...entry.all('uniqueMember'), ...entry.all('memberUid')];
}

/** Paths of accounts and groups inside privileged groups, groups in groups followed. */
function privileged(groups: readonly Entry[]): ReadonlySet<string> {
  const byPath = new Map(groups.map((group) => [group.dn.toLowerCase(), group]));
  const found = new Set<string>();
  const follow = (group: Entry): void => {
    for (const member of membersOf(group).map((dn) => dn.toLowerCase())) {
      if (found.has(member)) continue;
      found.add(member);
      const inner = byPath.get(member);
      if (inner) follow(inner);
    }
  };
  for (const group of groups) if (isPrivilegedGroup(identifier(group) ?? '')) follow(group);
  return found;
}

function items(read: readonly Read[]): TextItem[] {
  const entries = read.flatMap((one) => ('entry' in one ? [one.entry] : []));
  const groups = entries.filter((entry) => isOf(entry, GROUP));
  const names = new Map(entries.map((entry) => [entry.dn.toLowerCase(), identifier(entry)]));
  const groupPaths = new Set(groups.map((group) => group.dn.toLowerCase()));
  const admins = privileged(groups);
  const memberRows = (system: string, group: string, path: string) => {
    const key = path.toLowerCase();
    const member_kind = groupPaths.has(key) ? 'group' : 'account';
    const member_id = names.get(key) ?? (path.includes('=') ? nameOf(path) : path);
    return { of: 'member', value: { system, group_id: group, member_kind, member_id } };
  };
  return read.map((one): TextItem => {
    if (!('entry' in one)) return one;
    const { entry } = one;
    const { raw } = entry;
    const isGroup = groupPaths.has(entry.dn.toLowerCase());
    if (!isGroup && !isOf(entry, PERSON)) return { aside: 'entries that are neither accounts nor groups' };
    const id = identifier(entry);
    if (id === null) return { raw, fault: 'the entry has no log-in name (sAMAccountName, uid or cn)' };
    const system = domainOf(entry.dn) ?? 'directory';
    if (isGroup) {
      const group: JsonObject = { system, resource: id, privileged: isPrivilegedGroup(id) };
      return {
        raw,
        rows: [
          { of: 'group', value: group },
          ...membersOf(entry).map((path) => memberRows(system, id, path)),
        ],
      };
    }
    const rows = accountRows(entry, { system, id, privileged: admins.has(entry.dn.toLowerCase()) });
    if (typeof rows === 'string') return { raw, fault: rows };
    const primary = PRIMARY_GROUPS[entry.one('primaryGroupID') ?? ''];
    if (primary !== undefined)
      rows.push({
        of: 'member',
        value: { system, group_id: primary, member_kind: 'account', member_id: id },
      });
    return { raw, rows };
  });
}

/** LDIF, RFC 2849: entries apart by blank lines, folded lines, base64. */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head).filter((line) => !/^version:\s*\d+$/.test(line));
    return (
      /^dn::? \S/i.test(lines[0] ?? '') &&
      lines
        .slice(0, 50)
        .some((line) => /^(?:objectClass|changetype|sAMAccountName|cn|member)::? /i.test(line))
    );
  },
  open: () => {
    const read: Read[] = [];
    let block: string[] = [];
    const close = () => {
      const lines = block;
      block = [];
      if (lines.length === 0) return;
      if (lines.every((line) => /^version:\s*\d+$/.test(line))) read.push({ aside: 'version lines' });
      else read.push(parseEntry(lines));
    };
    return {
      line: (line) => {
        if (line === '') close();
        else if (line.startsWith('#')) read.push({ aside: 'comments' });
        else if (line.startsWith(' ') && block.length > 0) block[block.length - 1] += line.slice(1);
        else block.push(line);
        return [];
      },
      end: () => {
        close();
        return items(read);
      },
    };
  },
};
