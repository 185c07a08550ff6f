import { MASK } from '#engine/intake/secrets.ts';
import { hostLines, mostly, plainLines, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';

/** A gid in the third place would make it a line of `group`. */
const ENTRY = /^[^:\s,;"|]+:(?:[!*]*|[!*]*[$\w./]{4,}[^:]*):(?!\d+:)[^:]*:[^:]*$/;

function entry(line: string, system: string): TextItem {
  const [group, password, administrators, members, more] = line.split(':');
  const raw = [group, /^[!*]*$/.test(password ?? '') ? password : MASK, administrators, members]
    .filter((field) => field !== undefined)
    .join(':');
  if (!ENTRY.test(line) || more !== undefined)
    return { raw, fault: 'the line has not the four fields of a group' };
  const names = (list: string) =>
    list
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const member = (group_id: string, member_id: string) => ({
    of: 'member',
    value: { system, group_id, member_id },
  });
  const state = /^[!*]/.test(password!) ? 'locked' : password === '' ? 'none' : 'set';
  return {
    raw,
    rows: [
      {
        of: 'group',
        value: {
          system,
          account_id: `%${group!}`,
          status: state === 'set' ? 'enabled' : 'disabled',
          details: { state },
        },
      },
      ...names(members!).map((one) => member(group!, one)),
      ...names(administrators!).map((one) => member(`${group!} (administrators)`, one)),
    ],
  };
}

/** `/etc/gshadow`, gshadow(5). */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head);
    return (
      mostly(lines, ENTRY, 0.6) && lines.some((line) => line.startsWith('root:') || /:[!*]+:/.test(line))
    );
  },
  open: hostLines(['gshadow', 'getent'], entry),
};
