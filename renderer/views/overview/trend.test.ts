import { expect, test } from 'vitest';
import { readTrend, seriesOf } from './trend.ts';

const day = (name: string, grants: number, policy: number, exception: number, drift: number) => ({
  day: name,
  grants,
  by_policy: policy,
  by_policy_percent: grants === 0 ? null : (policy * 100) / grants,
  by_exception: exception,
  by_exception_percent: grants === 0 ? null : (exception * 100) / grants,
  drift,
  drift_percent: grants === 0 ? null : (drift * 100) / grants,
});

test('each part has a range of its own, and a day without grants is a gap', () => {
  const points = readTrend([
    day('2024-10-01', 1000, 952, 30, 18),
    day('2024-08-01', 0, 0, 0, 0),
    day('2024-09-01', 400, 360, 20, 20),
  ])!;
  expect(points.map((point) => point.day)).toEqual(['2024-08-01', '2024-09-01', '2024-10-01']);
  expect(seriesOf(points)).toEqual([
    { part: 'policy', shares: [null, 90, 95.2], counts: [0, 360, 952], low: 90, high: 96 },
    { part: 'exception', shares: [null, 5, 3], counts: [0, 20, 30], low: 3, high: 5 },
    { part: 'drift', shares: [null, 5, 1.8], counts: [0, 20, 18], low: 1, high: 5 },
  ]);
});

test('a share that never moves has a range all the same', () => {
  const [policy] = seriesOf(readTrend([day('2024-09-01', 10, 10, 0, 0), day('2024-10-01', 20, 20, 0, 0)])!);
  expect([policy!.low, policy!.high]).toEqual([100, 101]);
});

test('rows of another report are none', () => {
  expect(readTrend([{ question: 'x' }])).toBeNull();
});
