import type { NumberKind } from './parts-of.ts';

const DAY = 86_400_000;
/** Days are counted from here: serial 1 is 1900-01-01, and a 1900-02-29 that never was is counted as 60. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** First serial beyond 9999-12-31. */
const END_1900 = 2_958_466;
const END_1904 = END_1900 - 1462;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * A number as a cell shows it: `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS` (wall-clock time, rounded to the second) or
 * `HH:MM:SS`. Numbers that are no dates keep their text.
 */
export function serialText(raw: string, kind: NumberKind, date1904: boolean): string {
  const serial = Number(raw);
  const end = date1904 ? END_1904 : END_1900;
  if (kind === 'number' || !Number.isFinite(serial) || serial < 0 || serial >= end) return raw;
  const seconds = Math.round(serial * 86_400);
  const clock = seconds % 86_400;
  const time = `${two(Math.floor(clock / 3600))}:${two(Math.floor(clock / 60) % 60)}:${two(clock % 60)}`;
  const days = Math.floor(seconds / 86_400);
  if (kind === 'time' && days === 0) return time;
  // Before 1 March 1900 the phantom day has not been counted yet.
  const shift = !date1904 && days < 60 ? 1 : 0;
  const day = new Date((date1904 ? EPOCH_1904 : EPOCH_1900) + (days + shift) * DAY)
    .toISOString()
    .slice(0, 10);
  return clock === 0 ? day : `${day}T${time}`;
}
