import {
  addressIn,
  hostFromName,
  plainLines,
  statedHost,
  type TextItem,
  type TextReader,
} from '#engine/intake/text/kit.ts';
import { isoDate, monthNumber } from '#engine/intake/text/dates.ts';
import type { JsonObject } from '#engine/intake/kit.ts';

const HEADER = /^Username\s+Port\s+(?:From\s+)?Latest/;
const ENTRY =
  /^(\S+)(?:\s+(\S+))?(?:\s+(\S+))?\s+[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d\d:\d\d:\d\d)\s+([+-]\d\d)(\d\d)\s+(\d{4})\s*$/;
const NEVER = /^(\S+)\s.*\*\*\s*Never logged in\s*\*\*/;
const MOST_NAMED = 50;

function entry(line: string, system: string): TextItem {
  const found = ENTRY.exec(line);
  const month = found ? monthNumber(found[4]!) : null;
  const date = found && month !== null ? isoDate(Number(found[9]), month, Number(found[5])) : null;
  if (!found || date === null)
    return { raw: line, fault: 'the line states neither a log-in nor that there was none' };
  const [, account, terminal, from, , , time, hours, minutes] = found;
  const ip = from === undefined ? null : addressIn(from);
  const details: JsonObject = {};
  if (terminal !== undefined) details['terminal'] = terminal;
  if (from !== undefined && ip === null) details['from'] = from;
  const value = { occurred_at: `${date}T${time}${hours}:${minutes}`, account: account!, system, ip, details };
  return { raw: line, rows: [{ of: 'login', value }] };
}

/** Output of lastlog(8). */
export const text: TextReader = {
  claims: (head) => HEADER.test(plainLines(head)[0] ?? ''),
  open: ({ name }) => {
    let system = hostFromName(name, ['lastlog'], 'linux');
    const never: string[] = [];
    return {
      line: (line) => {
        if (line.trim() === '') return [];
        system = statedHost(line) ?? system;
        if (line.startsWith('#')) return [{ aside: 'comments' }];
        if (HEADER.test(line)) return [{ aside: 'headings' }];
        const account = NEVER.exec(line)?.[1];
        if (account === undefined) return [entry(line, system)];
        never.push(account);
        return [{ aside: 'accounts that never logged in' }];
      },
      end: () => [],
      notes: () =>
        never.length === 0
          ? []
          : [
              `never logged in: ${never.slice(0, MOST_NAMED).join(', ')}${never.length > MOST_NAMED ? ' …' : ''}`,
            ],
    };
  },
};
