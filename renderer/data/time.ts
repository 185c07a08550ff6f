/**
 * Times on screen: in the engagement's zone, with the offset written out. Intl is used for the zone's
 * offset only; digits are put together here, so that no locale of the machine shows through.
 */

const formats = new Map<string, Intl.DateTimeFormat | null>();

function zoneFormat(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    // An engagement can name a zone that this browser does not know: UTC is then shown, and says so.
  }
  formats.set(zone, format);
  return format;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Offset of the zone at that instant, in minutes. */
function offsetMinutes(ms: number, zone: string): number {
  const format = zoneFormat(zone);
  if (!format) return 0;
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value);
  const local = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
    part['second'] ?? 0,
  );
  return Math.round((local - Math.floor(ms / 1000) * 1000) / 60_000);
}

/** `2024-11-24 15:05:23 +01:00`, `… Z` for UTC; milliseconds only where there are any. */
export function formatInstant(ms: number, zone: string): string {
  if (!Number.isFinite(ms)) return String(ms);
  const offset = offsetMinutes(ms, zone);
  const d = new Date(ms + offset * 60_000);
  if (Number.isNaN(d.getTime())) return String(ms);
  const date = `${String(d.getUTCFullYear()).padStart(4, '0')}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
  const fraction = d.getUTCMilliseconds() === 0 ? '' : `.${String(d.getUTCMilliseconds()).padStart(3, '0')}`;
  const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}${fraction}`;
  return `${date} ${clock} ${formatOffset(offset)}`;
}

function formatOffset(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A date has no time, hence no zone. */
export function formatDate(ms: number): string {
  const d = new Date(ms);
  return `${String(d.getUTCFullYear()).padStart(4, '0')}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
}

/** Text of a date or an instant, in the zone; text that is neither stays as it is. */
export function formatMoment(text: string, zone: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$/.test(text)) return text;
  const ms = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'));
  return Number.isNaN(ms) ? text : formatInstant(ms, zone);
}
