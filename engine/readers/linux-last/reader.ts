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
import { isoDate, monthNumber, weekdayOf, WEEKDAYS } from '#engine/intake/text/dates.ts';

const DATE =
  /\s(Sun|Mon|Tue|Wed|Thu|Fri|Sat)\s+(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+(\d{1,2})\s+(\d\d:\d\d(?::\d\d)?)(?:\s+(\d{4}))?(?=\s|$)/;
const ISO = /\s(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d[+-]\d\d:?\d\d)(?=\s|$)/;
const END = /^(?:-\s+\S.*\(|still\s|gone\s|-\s+(?:crash|down)|$)/;
const FOOTER = /^(\S*[wb]tmp\S*) begins\s+(.*?)\s*$/;
const NO_PERSON = /^(?:reboot|shutdown|runlevel)\s/;
/** Clocks that were set back may put an entry a little out of order. */
const SLACK_DAYS = 2;
const FURTHEST_YEARS = 12;

interface Entry {
  raw: string;
  user: string;
  terminal: string;
  from: string | null;
  weekday: number;
  month: number;
  day: number;
  year: number | null;
  /** With the zone, where that is stated. */
  time: string;
  end: string;
}

function parse(raw: string): Entry | null {
  const iso = ISO.exec(raw);
  const found = iso ?? DATE.exec(raw);
  if (!found) return null;
  const tokens = raw.slice(0, found.index).trim().split(/\s+/);
  const user = /^\s/.test(raw) ? '' : tokens.shift()!;
  const [terminal = '', from] = tokens;
  const rest = raw.slice(found.index + found[0].length).trim();
  const about = { raw, user, terminal, from: from ?? null, end: rest };
  if (iso) {
    const [year, month, day] = iso[1]!.split('-').map(Number) as [number, number, number];
    return { ...about, weekday: -1, month, day, year, time: iso[2]! };
  }
  return {
    ...about,
    weekday: WEEKDAYS.indexOf(found[1]!.toLowerCase()),
    month: monthNumber(found[2]!)!,
    day: Number(found[3]),
    year: found[5] === undefined ? null : Number(found[5]),
    time: found[4]!,
  };
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

/** The entry's date: as stated, or in the next year onwards (or backwards) from `near` in which its weekday fits. */
function dateOf(entry: Entry, near: string, step: 1 | -1): string | null {
  if (entry.year !== null) {
    const date = isoDate(entry.year, entry.month, entry.day);
    return date !== null && (entry.weekday < 0 || weekdayOf(date) === entry.weekday) ? date : null;
  }
  const start = Number(near.slice(0, 4));
  for (let away = step === 1 ? 0 : 1; Math.abs(away) <= FURTHEST_YEARS; away += step) {
    const date = isoDate(start + away, entry.month, entry.day);
    if (date === null || weekdayOf(date) !== entry.weekday) continue;
    if (daysBetween(near, date) * step >= -SLACK_DAYS) return date;
  }
  return null;
}

function footerDate(text: string): string | null {
  const found = DATE.exec(` ${text}`);
  if (found?.[5]) return isoDate(Number(found[5]), monthNumber(found[2]!)!, Number(found[3]));
  return /^(\d{4}-\d\d-\d\d)/.exec(text)?.[1] ?? null;
}

function item(entry: Entry, date: string | null, system: string, failed: boolean): TextItem {
  if (date === null)
    return { raw: entry.raw, fault: 'no year is stated or near in which the date fits its weekday' };
  if (!END.test(entry.end))
    return { raw: entry.raw, fault: 'the line is cut off or followed by something else' };
  const ip = entry.from === null ? null : addressIn(entry.from);
  const details: JsonObject = { terminal: entry.terminal };
  if (entry.from !== null && ip === null) details['from'] = entry.from;
  const end = /^-?\s*(.*?)\s*(?:\(([^)]*)\))?\s*$/.exec(entry.end)!;
  if (end[1] !== '') details['end'] = end[1]!;
  if (end[2] !== undefined) details['duration'] = end[2].trim();
  const value: JsonObject = {
    occurred_at: `${date}T${entry.time}`,
    account: entry.user === '' ? null : entry.user,
    system,
    result: failed ? 'denied' : 'success',
    ip: ip === '0.0.0.0' ? null : ip,
    details,
  };
  return { raw: entry.raw, rows: [{ of: 'login', value }] };
}

/** Output of last(1) and lastb(1), with and without years. */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head).filter((line) => !FOOTER.test(line));
    return (
      (mostly(lines, DATE, 0.9) &&
        mostly(
          lines,
          /^(?:\S+|\s)\s+(?:\S+\/\S+|tty\S*|pts\S*|:\d+|console|ssh:\S+|system|\(to|\S+)\s/,
          0.9,
        ) &&
        lines.some((line) =>
          /still (?:logged in|running)|gone - no logout|\s-\s+(?:crash|down|\d\d:\d\d|\w{3} \w{3})/.test(
            line,
          ),
        )) ||
      (mostly(lines, ISO, 0.9) &&
        lines.some((line) => /still (?:logged in|running)|\s-\s.*\(\S+\)\s*$/.test(line)))
    );
  },
  open: ({ name, asOf }) => {
    let system = hostFromName(name, ['last', 'lastb', 'wtmp', 'btmp'], 'linux');
    let failed = /lastb|btmp/i.test(name);
    let begins: string | null = null;
    const told: string[] = [];
    const read: ({ entry: Entry } | TextItem)[] = [];
    return {
      line: (line) => {
        if (line.trim() === '') return [];
        system = statedHost(line) ?? system;
        const footer = FOOTER.exec(line);
        if (footer) {
          failed = footer[1]!.includes('btmp');
          begins = footerDate(footer[2]!);
          told.push(`the log begins ${footer[2]}`);
          return [{ aside: 'the line that says when the log begins' }];
        }
        if (line.startsWith('#')) return [{ aside: 'comments' }];
        const entry = parse(line);
        if (NO_PERSON.test(line)) read.push({ aside: 'starts, stops and run levels of the host' });
        if (NO_PERSON.test(line) && entry?.year !== null) return [];
        // Starts of the host help to place the entries beside them in a year.
        read.push(entry ? { entry } : { raw: line, fault: 'the line has no date as last writes it' });
        return [];
      },
      end: () => {
        const dates = new Map<Entry, string | null>();
        const entries = read.flatMap((one) => ('entry' in one ? [one.entry] : []));
        const stated = entries.some((entry) => entry.year !== null);
        if (!stated)
          told.push(
            begins === null
              ? `years are not stated: worked out from the weekdays, the latest ones up to ${asOf}`
              : 'years are not stated: worked out from the weekdays and the beginning of the log',
          );
        let near = begins ?? asOf.slice(0, 10);
        for (const entry of begins === null ? entries : entries.toReversed()) {
          // Beside entries with a year, one without it was cut off.
          const whole = entry.year !== null || !stated;
          const date = whole ? dateOf(entry, near, begins === null ? -1 : 1) : null;
          dates.set(entry, date);
          if (date !== null) near = date;
        }
        return read.flatMap((one): TextItem[] => {
          if (!('entry' in one)) return [one];
          if (NO_PERSON.test(one.entry.raw)) return [];
          return [item(one.entry, dates.get(one.entry) ?? null, system, failed)];
        });
      },
      notes: () => told,
    };
  },
};
