export interface Period {
  from: string;
  to: string;
}

const DAY = 86_400_000;
const instant = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Months that a period covers whole; null where it begins or ends within a month. */
function wholeMonths({ from, to }: Period): number | null {
  const after = dayOf(instant(to) + DAY);
  if (!from.endsWith('-01') || !after.endsWith('-01')) return null;
  const months = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return months(after) - months(from);
}

/** The period of the same length right after: as many whole months, or as many days. */
export function nextPeriod(period: Period): Period {
  const from = instant(period.to) + DAY;
  const months = wholeMonths(period);
  if (months === null)
    return { from: dayOf(from), to: dayOf(from + instant(period.to) - instant(period.from)) };
  const start = new Date(from);
  const end = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1) - DAY;
  return { from: dayOf(from), to: dayOf(end) };
}
