import {
  hostFromName,
  plainLines,
  statedHost,
  type TextItem,
  type TextReader,
} from '#engine/intake/text/kit.ts';

const FILE = /^\s*File: (.*)$/;
const SIZE = /^\s*Size: (\d+)\s+Blocks: \d+\s+IO Block: \d+\s+(.*)$/;
const ACCESS =
  /^Access: \((\d{3,5})\/\S+\)\s+Uid: \(\s*(\d+)\/\s*(\S+)\s*\)\s+Gid: \(\s*(\d+)\/\s*(\S+)\s*\)/;
const MODIFY = /^Modify: (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? ([+-]\d\d)(\d\d)$/;
const TYPES: Readonly<Record<string, string>> = {
  'regular file': 'file',
  'regular empty file': 'file',
  'symbolic link': 'symlink',
};

function item(lines: readonly string[], host: string): TextItem {
  const raw = lines.join('\n');
  const find = (pattern: RegExp) => {
    for (const line of lines) {
      const found = pattern.exec(line);
      if (found) return found as unknown as string[];
    }
    return null;
  };
  const access = find(ACCESS);
  if (!access) return { raw, fault: 'the block of this file states no mode' };
  const size = find(SIZE);
  const modify = find(MODIFY);
  // `a -> b` for links, in quotes that depend on the version and the language.
  const path = find(FILE)![1]!
    .split(/(?<=['’"]?) -> (?=['‘"]?)/)[0]!
    .replace(/^['‘"](.*)['’"]$/, '$1');
  const value = {
    host,
    path,
    owner: access[3] === 'UNKNOWN' ? access[2]! : access[3]!,
    group_name: access[5] === 'UNKNOWN' ? access[4]! : access[5]!,
    mode: access[1]!,
    file_type: size === null ? null : (TYPES[size[2]!] ?? size[2]!.replace(/ special file$/, ' device')),
    size_bytes: size === null ? null : size[1]!,
    modified_at: modify === null ? null : `${modify[1]}T${modify[2]}${modify[3]}:${modify[4]}`,
  };
  return { raw, rows: [{ of: 'file', value }] };
}

/** Output of stat(1). */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head);
    return FILE.test(lines[0] ?? '') && lines.some((line) => ACCESS.test(line));
  },
  open: ({ name }) => {
    let host = hostFromName(name, ['stat'], 'linux');
    let block: string[] = [];
    const close = (): TextItem[] => {
      const lines = block;
      block = [];
      return lines.length === 0 ? [] : [item(lines, host)];
    };
    return {
      line: (line) => {
        if (line.trim() === '') return [];
        host = statedHost(line) ?? host;
        if (block.length === 0 && !FILE.test(line)) return [{ aside: 'lines outside a block' }];
        const closed = FILE.test(line) ? close() : [];
        block.push(line);
        return closed;
      },
      end: close,
    };
  },
};
