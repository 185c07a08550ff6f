import { expect, it } from 'vitest';
import { reportText } from './report-text.ts';

it('reads as the window does', () => {
  const text = reportText({
    report: 'coverage',
    title: 'Policy Coverage Report - 2024-11-24',
    as_of: '2024-11-24',
    period: null,
    figures: {},
    rows: [],
    sections: [
      { heading: '', lines: [{ label: 'Total Users', value: '847' }] },
      {
        heading: 'Exceptions Granted',
        lines: [
          { label: 'All', value: '42' },
          { label: 'Training', value: '8', depth: 1, note: 'of 42' },
        ],
      },
    ],
    notes: ['The parts tie.'],
  });
  expect(text).toBe(
    'Policy Coverage Report - 2024-11-24\n\n- Total Users: 847\n\nExceptions Granted\n- All: 42\n  - Training: 8 (of 42)\n\nThe parts tie.',
  );
});
