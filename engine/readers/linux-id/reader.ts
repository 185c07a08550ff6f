import { hostLines, plainLines, type TextItem, type TextReader } from '#engine/intake/text/kit.ts';

const ENTRY = /^uid=(\d+)(?:\(([^)]*)\))? gid=(\d+)(?:\(([^)]*)\))?(?: groups=(\S+))?(?: context=\S+)?$/;

function entry(line: string, system: string): TextItem {
  const found = ENTRY.exec(line.trim());
  if (!found) return { raw: line, fault: 'the line does not state an account and its groups' };
  const account = found[2] ?? found[1]!;
  const named = (group: string) => /^\d+\(([^)]*)\)$/.exec(group)?.[1] ?? group;
  const groups = new Set([found[4] ?? found[3]!, ...(found[5]?.split(',') ?? []).map(named)]);
  const rows = [...groups].map((group_id) => ({
    of: 'member',
    value: { system, group_id, member_id: account },
  }));
  return { raw: line, rows };
}

/** Output of id(1), one line an account. */
export const text: TextReader = {
  claims: (head) => ENTRY.test(plainLines(head)[0]?.trim() ?? ''),
  open: hostLines(['id', 'ids'], entry),
};
