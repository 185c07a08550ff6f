import {
  hostFromName,
  mostly,
  plainLines,
  statedHost,
  type TextItem,
  type TextReader,
} from '#engine/intake/text/kit.ts';
import { fileType, isoDate, MODE, monthNumber } from '#engine/intake/text/modes.ts';

const LETTERS = new RegExp(`^(?:${MODE})$`);
const OCTAL = /^[0-7]{3,5}$/;
const LS_FORM = new RegExp(
  String.raw`^\s*\d+\s+\d+\s+(${MODE})\s+\d+\s+(\S+)\s+(\S+)\s+(\d+|\d+,\s*\d+)\s+([A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d\d:\d\d|\d{4}))\s(.+)$`,
);
const MODE_FIRST =
  /^\s*(?:[0-7]{3,5}|[-dlbcpsD][-rwxsStT]{9}[.+@]?)[\s|;]+[^\s|;/][^\s|;]*[\s|;]+[^\s|;/][^\s|;]*[\s|;]+(?:\S.*)?[./~]/;
const PATH_FIRST =
  /^[./][^|;\t]*[\s|;](?:[0-7]{3,5}|[-dlbcpsD][-rwxsStT]{9}[.+@]?)[\s|;]+[^\s|;]+[\s|;]+[^\s|;]+\s*$/;
/** Lines of ls -l have the number of links behind the mode. */
const LS_LONG = new RegExp(String.raw`^${MODE}\s+\d+\s+\S+\s+\S+\s+\d+(?:,\s*\d+)?\s+[A-Z\d]`);
const TROUBLE = /^(?:\S*\/)?find: /;

interface File {
  path: string;
  mode: string;
  others: readonly string[];
}

/** Mode, path and what stands between them. */
function takeApart(line: string): File | null {
  const separator = /^[^|;]*\|/.test(line) ? '|' : /^[^;]*;/.test(line) ? ';' : null;
  const blank = separator === null ? /[ \t]+/ : separator === '|' ? /\s*\|\s*/ : /\s*;\s*/;
  const words = line.trim().split(blank);
  const isMode = (word: string | undefined) => word !== undefined && (OCTAL.test(word) || LETTERS.test(word));
  if (isMode(words[0])) {
    const at = words.findIndex((word, i) => i >= 1 && /^[./~]/.test(word));
    if (at < 0) return null;
    let rest = line.trim();
    for (let i = 0; i < at; i += 1)
      rest = rest.slice(words[i]!.length).replace(separator === null ? /^[ \t]+/ : /^\s*[|;]\s*/, '');
    return { mode: words[0]!, path: rest, others: words.slice(1, at) };
  }
  const at = words.findLastIndex((word) => isMode(word));
  if (at < 1 || !/^[./~]/.test(line)) return null;
  const path = separator === null ? words.slice(0, at).join(' ') : words[0]!;
  return { mode: words[at]!, path, others: words.slice(at + 1) };
}

const TYPES: Readonly<Record<string, string>> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
  b: 'block device',
  c: 'character device',
  p: 'pipe',
  s: 'socket',
};

/** `+0100` as `+01:00`. */
function withZone(text: string): string {
  return text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}

function lsItem(line: string, found: RegExpExecArray, host: string): TextItem {
  const [, mode, owner, group, size, date, called] = found as unknown as string[];
  const [month, day, year] = date!.split(/\s+/);
  const value = {
    host,
    path: mode!.startsWith('l') ? called!.split(' -> ')[0]! : called!,
    owner: owner!,
    group_name: group!,
    mode: mode!,
    file_type: fileType(mode!),
    size_bytes: size!.includes(',') ? null : size!,
    modified_at: year!.includes(':') ? null : isoDate(Number(year), monthNumber(month!) ?? 0, Number(day)),
  };
  return { raw: line, rows: [{ of: 'file', value }] };
}

function item(line: string, host: string): TextItem {
  const ls = LS_FORM.exec(line);
  if (ls) return lsItem(line, ls, host);
  const file = takeApart(line);
  if (!file) return { raw: line, fault: 'the line has no mode and path' };
  const words = file.others.filter((word) => word !== '');
  const date = words.find((word) => /^\d{4}-\d\d-\d\d/.test(word));
  const type = words.find((word, i) => i >= 2 && /^[fdlbcps]$/.test(word));
  const size = words.find((word, i) => i >= 2 && /^\d+$/.test(word));
  const value = {
    host,
    path: file.path,
    owner: words[0] ?? null,
    group_name: words[1] ?? null,
    mode: file.mode,
    file_type: type === undefined ? (LETTERS.test(file.mode) ? fileType(file.mode) : null) : TYPES[type]!,
    size_bytes: size ?? null,
    modified_at: date === undefined ? null : withZone(date),
  };
  return { raw: line, rows: [{ of: 'file', value }] };
}

/** Output of find(1) with -printf or -ls. */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head).filter((line) => !TROUBLE.test(line));
    if (lines.some((line) => LS_LONG.test(line))) return false;
    return mostly(lines, LS_FORM, 0.6) || mostly(lines, MODE_FIRST, 0.6) || mostly(lines, PATH_FIRST, 0.6);
  },
  open: ({ name }) => {
    let host = hostFromName(name, ['find', 'files', 'perms'], 'linux');
    const told: string[] = [];
    return {
      line: (line) => {
        if (line.trim() === '') return [];
        host = statedHost(line) ?? host;
        if (line.startsWith('#')) return [{ aside: 'comments' }];
        if (!TROUBLE.test(line)) return [item(line, host)];
        told.push(line);
        return [{ aside: 'what could not be searched' }];
      },
      end: () => [],
      notes: () => told.slice(0, 20),
    };
  },
};
