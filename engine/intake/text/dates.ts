/** Dates as texts of hosts write them, turned into ISO 8601. All return null for what is no such date. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MS = 86_400_000;

/** 1 to 12 from an English month name or its first three letters. */
export function monthNumber(name: string): number | null {
  const at = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  return at < 0 ? null : at + 1;
}

/** `2024-02-29` from numbers; null where the calendar has no such day. */
export function isoDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1000 || date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1) return null;
  return date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

/** The date so many days after 1 January 1970. */
export function epochDay(days: number): string | null {
  const date = new Date(days * DAY_MS);
  return Number.isNaN(date.getTime()) || days < 0 || date.getUTCFullYear() > 9999
    ? null
    : date.toISOString().slice(0, 10);
}

/** Day of the week (0 Sunday … 6 Saturday) of a date. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** Instant of a Windows FILETIME: 100 ns steps since 1 January 1601. */
export function fileTime(text: string): string | null {
  if (!/^\d{1,19}$/.test(text)) return null;
  const ms = Number(BigInt(text) / 10_000n) - 11_644_473_600_000;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? null : date.toISOString();
}

/** Zone abbreviations of server logs that mean one offset; others (IST, BST of Bangladesh …) are not guessed. */
const ZONES: Readonly<Record<string, string>> = {
  UTC: '+00:00',
  GMT: '+00:00',
  Z: '+00:00',
  WET: '+00:00',
  WEST: '+01:00',
  CET: '+01:00',
  CEST: '+02:00',
  EET: '+02:00',
  EEST: '+03:00',
  MSK: '+03:00',
  EST: '-05:00',
  EDT: '-04:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
  JST: '+09:00',
  AEST: '+10:00',
  AEDT: '+11:00',
};

/** `+01:00` from an abbreviation or a numeric zone as PostgreSQL writes it (`+03`, `-0530`); null = unknown. */
export function zoneOffset(zone: string): string | null {
  const numeric = /^([+-]\d\d):?(\d\d)?$/.exec(zone);
  if (numeric) return `${numeric[1]!}:${numeric[2] ?? '00'}`;
  return ZONES[zone.toUpperCase()] ?? null;
}

/** A date or time that a product wrote in one of its own ways, or why it cannot be told. */
export type Loose = { iso: string | null } | { fault: string };

const CLOCK = String.raw`(?:[ ,T]+(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?`;
const SLASHED = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4})${CLOCK}$`);
const DOTTED = new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})${CLOCK}$`);
const NAMED = new RegExp(
  `^(\\d{1,2})[-/ .]([A-Za-z]{3,9})[-/ .](\\d{4}|\\d{2})${CLOCK}(?:\\s+([+-]\\d\\d:\\d\\d|UTC))?$`,
);
const COMPACT = /^(\d{4})(\d\d)(\d\d)$/;

function clock(parts: readonly (string | undefined)[]): string {
  const [hours, minutes, seconds, half] = parts;
  if (hours === undefined) return '';
  const pm = half?.toLowerCase().startsWith('p') ?? false;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (pm ? 12 : 0);
  return `T${String(hour).padStart(2, '0')}:${minutes!}:${seconds ?? '00'}`;
}

function whole(year: number, month: number | null, day: number, time: string, text: string): Loose {
  const date = month === null ? null : isoDate(year, month, day);
  return date === null ? { fault: `"${text}" is no date of the calendar` } : { iso: date + time };
}

/**
 * ISO 8601 as it is; `24.11.2024 15:00`, `20241124`, `24-NOV-24 03.15.22 PM`, `24/Nov/24 3:15 PM` as what they say;
 * `11/24/2024 3:15:22 PM` only where day and month cannot be taken for each other. Words for "none" and empty text are null.
 */
export function looseMoment(text: string | null): Loose {
  const value = text?.trim() ?? '';
  if (/^(?:|0+|0000-00-00.*|00000000|never|none|n\/a|null|-|00\.00\.0000)$/i.test(value))
    return { iso: null };
  const zoned = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?([+-]\d\d)(\d\d)$/.exec(value);
  if (zoned) return { iso: `${zoned[1]!}${zoned[2]!}:${zoned[3]!}` };
  if (/^\d{4}-\d\d-\d\d(?:[ T]|$)/.test(value)) return { iso: value };
  const compact = COMPACT.exec(value);
  if (compact) return whole(Number(compact[1]), Number(compact[2]), Number(compact[3]), '', value);
  const named = NAMED.exec(value);
  if (named) {
    const year = named[3]!.length === 2 ? 2000 + Number(named[3]) : Number(named[3]);
    const zone = named[8] === undefined ? '' : named[8] === 'UTC' ? 'Z' : named[8];
    return whole(year, monthNumber(named[2]!), Number(named[1]), clock(named.slice(4, 8)) + zone, value);
  }
  const dotted = DOTTED.exec(value);
  if (dotted)
    return whole(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]), clock(dotted.slice(4, 8)), value);
  const slashed = SLASHED.exec(value);
  if (!slashed) return { fault: `"${value.slice(0, 40)}" is no date in a known form` };
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  if (first <= 12 && second <= 12 && first !== second)
    return { fault: `"${value}" can be read as two dates: export dates as YYYY-MM-DD` };
  const [month, day] = first > 12 ? [second, first] : [first, second];
  return whole(Number(slashed[3]), month, day, clock(slashed.slice(4, 8)), value);
}
