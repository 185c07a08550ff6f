import {
  addressIn,
  hostFromName,
  mostly,
  plainLines,
  statedHost,
  type TextItem,
  type TextReader,
} from '#engine/intake/text/kit.ts';
import type { JsonObject } from '#engine/intake/kit.ts';

const SESSION = /^(\S+)\s+(?:[+?-]\s+)?(\S+)\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d)(?:\s.*?)?(?:\(([^)]*)\))?\s*$/;
const NO_PERSON = /^\s+|^LOGIN\s|\b(?:system boot|run-level \S)\s/;
const HEADER = /^\s*NAME\s+LINE\s+TIME/;

function entry(line: string, system: string): TextItem {
  const found = SESSION.exec(line);
  if (!found) return { raw: line, fault: 'the line is no session as who writes it' };
  const [, account, terminal, date, time, from] = found;
  const ip = from === undefined ? null : addressIn(from);
  const details: JsonObject = { terminal: terminal! };
  if (from !== undefined && ip === null) details['from'] = from;
  const value = { occurred_at: `${date}T${time}`, account: account!, system, ip, details };
  return { raw: line, rows: [{ of: 'login', value }] };
}

/** Output of who(1). */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head).filter((line) => !HEADER.test(line) && !NO_PERSON.test(line));
    return (
      mostly(lines, SESSION, 0.5) && mostly(lines, /^\S+\s+(?:[+?-]\s+)?(?:pts|tty|seat|:\d|console)/, 0.9)
    );
  },
  open: ({ name }) => {
    let system = hostFromName(name, ['who'], 'linux');
    return {
      line: (line) => {
        if (line.trim() === '') return [];
        system = statedHost(line) ?? system;
        if (line.startsWith('#')) return [{ aside: 'comments' }];
        if (HEADER.test(line)) return [{ aside: 'headings' }];
        if (NO_PERSON.test(line)) return [{ aside: 'starts, run levels and waiting terminals' }];
        return [entry(line, system)];
      },
      end: () => [],
    };
  },
};
