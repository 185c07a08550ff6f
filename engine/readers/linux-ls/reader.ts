import {
  hostFromName,
  plainLines,
  statedHost,
  type TextItem,
  type TextReader,
} from '#engine/intake/text/kit.ts';
import { fileType, isoDate, MODE, monthNumber } from '#engine/intake/text/modes.ts';

const DATE = String.raw`(?:[A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d\d:\d\d|\d{4})|\d{1,2}\s+[A-Z][a-z]{2}\s+(?:\d\d:\d\d|\d{4})|\d{4}-\d\d-\d\d(?:\s+\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:\s+[+-]\d{4})?)?|\d\d-\d\d\s+\d\d:\d\d)`;
const ENTRY = new RegExp(String.raw`^(${MODE})\s+\d+\s+(\S+)\s+(\S+)\s+(\d+|\d+,\s*\d+)\s+(${DATE})\s(.+)$`);
const LIKE_ENTRY = /^[-dlbcpsD][-rwxXsStTq]{9}/;
const HEADING = /^(.+):$/;
const TOTAL = /^total \d+$/;
const TROUBLE = /^(?:\S*\/)?ls: /;

/** A moment as far as the listing states it: whole, as a date, or not at all. */
function moment(text: string): string | null {
  const full = /^(\d{4}-\d\d-\d\d)(?:\s+(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:\s+([+-]\d\d)(\d\d))?)?$/.exec(
    text,
  );
  if (full) {
    const [, date, time, hours, minutes] = full;
    return time === undefined ? date! : `${date}T${time}${hours === undefined ? '' : `${hours}:${minutes}`}`;
  }
  const words = text.split(/\s+/);
  const [month, day] = /^\d/.test(words[0]!) ? [words[1], words[0]] : [words[0], words[1]];
  if (words[2] === undefined || !/^\d{4}$/.test(words[2])) return null;
  const number = monthNumber(month!);
  return number === null ? null : isoDate(Number(words[2]), number, Number(day));
}

function join(folder: string, name: string): string {
  if (name.startsWith('/') || folder === '') return name;
  return `${folder.replace(/\/$/, '')}/${name}`;
}

/** Output of ls(1) with -l. */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head);
    const entries = lines.filter((line) => ENTRY.test(line)).length;
    const told = lines.filter(
      (line) => LIKE_ENTRY.test(line) || HEADING.test(line) || TOTAL.test(line) || TROUBLE.test(line),
    ).length;
    return entries > 0 && told >= lines.length * 0.9;
  },
  open: ({ name }) => {
    let host = hostFromName(name, ['ls', 'lsR', 'listing', 'al', 'alR', 'l', 'la', 'lR'], 'linux');
    let folder = '';
    let first = true;
    const told: string[] = [];
    const item = (line: string): TextItem => {
      const found = ENTRY.exec(line);
      if (!found) return { raw: line, fault: 'the line is no entry as ls -l writes it' };
      const [, mode, owner, group, size, date, called] = found as unknown as string[];
      if (called === '..' || (called === '.' && !first)) return { aside: 'entries . and ..' };
      const own = called === '.';
      if (own) first = false;
      const bare = mode!.startsWith('l') ? called!.split(' -> ')[0]! : called!;
      const value = {
        host,
        path: own ? folder || '.' : join(folder, bare),
        owner: owner!,
        group_name: group!,
        mode: mode!,
        file_type: fileType(mode!),
        size_bytes: size!.includes(',') ? null : size!,
        modified_at: moment(date!),
      };
      return { raw: line, rows: [{ of: 'file', value }] };
    };
    return {
      line: (line) => {
        if (line.trim() === '') return [];
        host = statedHost(line) ?? host;
        if (line.startsWith('#')) return [{ aside: 'comments' }];
        if (TOTAL.test(line)) return [{ aside: 'totals' }];
        if (TROUBLE.test(line)) {
          told.push(line);
          return [{ aside: 'what could not be listed' }];
        }
        const heading = LIKE_ENTRY.test(line) ? null : HEADING.exec(line);
        if (!heading) return [item(line)];
        if (folder !== '') first = false;
        folder = heading[1]!.replace(/^'(.*)'$/, '$1');
        return [{ aside: 'headings' }];
      },
      end: () => [],
      notes: () => told.slice(0, 20),
    };
  },
};
