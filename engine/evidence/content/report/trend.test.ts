import { expect, it } from 'vitest';
import { driftTrend } from './trend.ts';

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
