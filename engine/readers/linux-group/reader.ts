import { hostLines, mostly, plainLines, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';

const ENTRY = /^[^:\s,;"|]+:[^:,\s]*:(?:0|[1-9]\d*):[^:]*$/;
/** Groups that lead to root: by sudo or su, by raw disks, by containers, by password hashes. */
const PRIVILEGED = new Set([
  'root',
  'wheel',
  'sudo',
  'admin',
  'docker',
  'lxd',
  'disk',
  'shadow',
  'kmem',
  'incus-admin',
]);

function entry(line: string, system: string): TextItem {
  if (!ENTRY.test(line)) return { raw: line, fault: 'the line has not the four fields of a group' };
  const [group, , gid, members] = line.split(':') as [string, string, string, string];
  const names = [...new Set(members.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  const privileged = gid === '0' || PRIVILEGED.has(group);
  return {
    raw: line,
    rows: [
      { of: 'group', value: { system, resource: group, permission: 'member', privileged } },
      ...names.map((name) => ({ of: 'member', value: { system, group_id: group, member_id: name } })),
    ],
  };
}

/** `/etc/group`, group(5). */
export const text: TextReader = {
  claims: (head) => mostly(plainLines(head), ENTRY, 0.6),
  open: hostLines(['group', 'groups', 'getent'], entry),
};
