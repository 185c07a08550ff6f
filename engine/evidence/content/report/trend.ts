import type { ReportModel } from '#shared/contract/schemas.ts';
import { type Block, counted } from './parts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Beyond this the numbers are summed up in words; data/reports has all of them. */
const MOST_DAYS = 400;

interface Incident {
  from: string;
  /** Empty while it is open. */
  until: string;
}

/** Drift incidents as far as the report dates them. */
function incidentsOf({ rows }: ReportModel): Incident[] {
  return rows.flatMap(({ first_seen: from, closed }) =>
    typeof from === 'string' && !Number.isNaN(Date.parse(from))
      ? [{ from, until: typeof closed === 'string' ? closed : '' }]
      : [],
  );
}

/** Days from the first to the last inclusive, YYYY-MM-DD. */
function days({ from, to }: { from: string; to: string }): string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const count = Math.floor((last - first) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, Math.min(count, MOST_DAYS)) }, (_, i) =>
    new Date(first + i * DAY_MS).toISOString().slice(0, 10),
  );
}

/**
 * Drift incidents that were open at some moment of each day (UTC), as a line over the period, with the days on
 * which their number changed as a table behind it.
 */
export function driftTrend(report: ReportModel, period: { from: string; to: string }): Block[] {
  const incidents = incidentsOf(report);
  const points = days(period).map((day) => ({
    label: day,
    value: incidents.filter(
      ({ from, until }) => from.slice(0, 10) <= day && (until === '' || until.slice(0, 10) >= day),
    ).length,
  }));
  const [first] = points;
  if (incidents.length === 0 || first === undefined || points.length < 2) return [];
  const most = Math.max(...points.map(({ value }) => value));
  const peak = points.find(({ value }) => value === most)!;
  const last = points.at(-1)!;
  const description =
    `Open drift incidents by day, ${first.label} to ${last.label}: ${first.value} on the first day, at most ${most} ` +
    `(first on ${peak.label}), ${last.value} on the last.`;
  const turns = points.filter(({ value }, i) => i === 0 || value !== points[i - 1]!.value);
  return [
    { kind: 'heading', level: 2, text: 'Open drift incidents by day' },
    { kind: 'line', description, points },
    {
      kind: 'paragraph',
      tone: 'quiet',
      text: `${counted(incidents.length, 'incident')}, each counted on every day (UTC) on which it was open. Below, the days on which the number changed.`,
    },
    {
      kind: 'table',
      columns: [
        { header: 'From', share: 0.5 },
        { header: 'Open incidents', share: 0.5, align: 'right' },
      ],
      rows: turns.map(({ label, value }) => [label, String(value)]),
    },
  ];
}

/** Months that have data, without a hole; empty where there is one, or nothing to draw. */
function months({ rows }: ReportModel, name: string): { label: string; value: number }[] {
  const first = rows.findIndex((row) => typeof row[name] === 'number');
  const known = first < 0 ? [] : rows.slice(first);
  const points = known.flatMap(({ day, [name]: value }) =>
    typeof day === 'string' && typeof value === 'number' ? [{ label: day, value }] : [],
  );
  return points.length === known.length && points.length > 1 ? points : [];
}

const SHARES = [
  ['Covered by policy, percent of grants on the first of each month', 'by_policy_percent'],
  ['Drift, percent of grants on the first of each month', 'drift_percent'],
] as const;

/** Coverage and drift over the months of the metrics, whose figures stand in the sections behind them. */
export function coverageTrend(report: ReportModel): Block[] {
  return SHARES.flatMap(([text, name]): Block[] => {
    const points = months(report, name);
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return [];
    const values = points.map(({ value }) => value);
    const description =
      `${text}: ${first.value} on ${first.label}, between ${Math.min(...values)} and ${Math.max(...values)}, ` +
      `${last.value} on ${last.label}.`;
    return [
      { kind: 'heading', level: 2, text },
      { kind: 'line', description, points },
    ];
  });
}
