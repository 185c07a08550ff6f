import { expect, test } from 'vitest';
import { COMPLETION_PRESETS, dayIn, deadlines } from './deadlines.ts';

const isa = { preset: 'isa-230', report_date: '2024-12-20', ...COMPLETION_PRESETS['isa-230'] };

// 20 December + 60 days: 11 days of December, 31 of January, 18 of February.
test('the file is to be closed 60 days after the report and kept five calendar years', () => {
  expect(deadlines(isa, null, '2025-01-10')).toEqual([
    { what: 'assembly', due: '2025-02-18', days_left: 39, state: 'open' },
    { what: 'retention', due: '2029-12-20', days_left: 1805, state: 'open' },
  ]);
});

test.each([
  ['2025-02-03', 'open', 15],
  ['2025-02-04', 'near', 14],
  ['2025-02-18', 'near', 0],
  ['2025-02-19', 'overdue', -1],
])('on %s the assembly is %s', (today, state, days_left) => {
  expect(deadlines(isa, null, today)[0]).toMatchObject({ state, days_left });
});

test('sign-off meets the deadline, or came too late, whatever day it is', () => {
  expect(deadlines(isa, '2025-02-18', '2026-01-01')[0]?.state).toBe('met');
  expect(deadlines(isa, '2025-02-19', '2026-01-01')[0]).toMatchObject({ state: 'overdue', days_left: -1 });
});

test('seven years from 29 February end on the 28th of a common year; then the keeping is over', () => {
  const leap = { preset: 'pcaob-as1215', report_date: '2024-02-29', ...COMPLETION_PRESETS['pcaob-as1215'] };
  expect(deadlines(leap, null, '2024-03-01')[0]?.due).toBe('2024-03-14');
  expect(deadlines(leap, null, '2031-02-28')[1]).toMatchObject({ due: '2031-02-28', state: 'near' });
  expect(deadlines(leap, null, '2031-03-01')[1]?.state).toBe('met');
});

test('a day begins at midnight of the zone', () => {
  expect(dayIn('America/New_York', '2024-12-21T04:59:00Z')).toBe('2024-12-20');
  expect(dayIn('America/New_York', '2024-12-21T05:00:00Z')).toBe('2024-12-21');
});
