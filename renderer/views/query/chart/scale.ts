import { formatCount } from '../../../data/format.ts';

export interface Scale {
  low: number;
  high: number;
  ticks: readonly { at: number; label: string }[];
}

const round = (n: number): number => Number(n.toPrecision(12));

/** A scale of round numbers around the values, from 0 where `fromZero`; at most some seven ticks. */
export function numberScale(values: readonly number[], fromZero: boolean): Scale {
  const low = Math.min(...values, ...(fromZero ? [0] : []));
  const high = Math.max(...values, ...(fromZero ? [0] : []));
  const raw = (high - low || Math.abs(high) || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((n) => n * power >= raw * 0.999) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const at = round((first + i) * step);
    return { at, label: formatCount(at) };
  });
  return { low: ticks[0]!.at, high: ticks.at(-1)!.at, ticks };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH = 30.5 * DAY;

/** A scale of moments (milliseconds, read as they stand): years, months, days or hours, whichever gives few ticks. */
export function timeScale(values: readonly number[]): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values, low + HOUR);
  const span = high - low;
  const iso = (at: number): string => new Date(at).toISOString();
  if (span > 3 * MONTH) {
    const every = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((n) => span / (n * MONTH) <= 9) ?? 2400;
    return {
      low,
      high,
      ticks: months(low, high, every).map((at) => ({ at, label: iso(at).slice(0, every < 12 ? 7 : 4) })),
    };
  }
  const step = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY].find(
    (n) => span / n <= 9,
  )!;
  const ticks: Scale['ticks'][number][] = [];
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) {
    ticks.push({ at, label: step < DAY ? iso(at).slice(5, 16).replace('T', ' ') : iso(at).slice(0, 10) });
  }
  return { low, high, ticks };
}

function months(low: number, high: number, every: number): number[] {
  const start = new Date(low);
  const found: number[] = [];
  const first = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / every) * every;
  for (let n = first; ; n += every) {
    const at = Date.UTC(Math.floor(n / 12), n % 12);
    if (at > high) return found;
    if (at >= low) found.push(at);
  }
}
