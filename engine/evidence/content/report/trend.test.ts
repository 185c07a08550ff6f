import { expect, it } from 'vitest';
import { coverageTrend, driftTrend } from './trend.ts';

const report = (rows: Record<string, unknown>[]) => ({
  report: 'drift-remediation',
  title: 'Drift',
  as_of: '2024-11-24',
  period: null,
  figures: {},
  rows,
  sections: [],
  notes: [],
});
const period = { from: '2024-11-01', to: '2024-11-06' };

it('counts an incident on every day on which it was open', () => {
  const blocks = driftTrend(
    report([
      { first_seen: '2024-10-28T05:00:00Z', closed: '2024-11-02T23:00:00Z' },
      { first_seen: '2024-11-02T05:00:00Z', closed: '2024-11-02T09:00:00Z' },
      { first_seen: '2024-11-05T05:00:00Z', closed: null },
    ]),
    period,
  );
  const line = blocks.find((block) => block.kind === 'line');
  expect(line?.points.map(({ value }) => value)).toEqual([1, 2, 0, 0, 1, 1]);
  expect(line?.description).toBe(
    'Open drift incidents by day, 2024-11-01 to 2024-11-06: 1 on the first day, at most 2 (first on 2024-11-02), 1 on the last.',
  );
  expect(blocks.find((block) => block.kind === 'table')?.rows).toEqual([
    ['2024-11-01', '1'],
    ['2024-11-02', '2'],
    ['2024-11-03', '0'],
    ['2024-11-05', '1'],
  ]);
});

it('is left out where there is nothing to draw', () => {
  expect(driftTrend(report([]), period)).toEqual([]);
  expect(driftTrend(report([{ closed: null }]), period)).toEqual([]);
});

const month = (day: string, by_policy_percent: number | null, drift_percent: number | null) => ({
  day,
  by_policy_percent,
  drift_percent,
});

it('draws coverage and drift over the months that have data', () => {
  const metrics = report([
    month('2024-08-01', null, null),
    month('2024-09-01', 96.5, 0),
    month('2024-10-01', 95.1, 0.9),
    month('2024-11-01', 96, 0.2),
  ]);
  expect(coverageTrend(metrics).filter((block) => block.kind === 'line')).toEqual([
    {
      kind: 'line',
      description:
        'Covered by policy, percent of grants on the first of each month: 96.5 on 2024-09-01, between 95.1 and 96.5, 96 on 2024-11-01.',
      points: [
        { label: '2024-09-01', value: 96.5 },
        { label: '2024-10-01', value: 95.1 },
        { label: '2024-11-01', value: 96 },
      ],
    },
    {
      kind: 'line',
      description:
        'Drift, percent of grants on the first of each month: 0 on 2024-09-01, between 0 and 0.9, 0.2 on 2024-11-01.',
      points: [
        { label: '2024-09-01', value: 0 },
        { label: '2024-10-01', value: 0.9 },
        { label: '2024-11-01', value: 0.2 },
      ],
    },
  ]);
});

it('draws no line over a month without data, and none of one month', () => {
  const hole = [month('2024-09-01', 96.5, 0), month('2024-10-01', null, null), month('2024-11-01', 96, 0)];
  expect(coverageTrend(report(hole))).toEqual([]);
  expect(coverageTrend(report(hole.slice(0, 1)))).toEqual([]);
});
