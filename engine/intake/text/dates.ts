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
