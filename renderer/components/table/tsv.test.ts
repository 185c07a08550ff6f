import { expect, it } from 'vitest';
import { toTsv } from './tsv.ts';

it('writes a heading and one line a row, with nothing that would break a cell', () => {
  const columns = [
    { name: 'who', type: 'VARCHAR', kind: 'text' as const },
    { name: 'seen', type: 'TIMESTAMPTZ', kind: 'instant' as const },
    { name: 'n', type: 'BIGINT', kind: 'number' as const },
  ];
  const rows = [
    ['a\tb\nc', Date.UTC(2024, 10, 24, 14, 5, 23), 9007199254740993n],
    [null, null, ''],
  ];
  expect(toTsv(columns, [0, 2, 1], rows, 'Europe/Paris')).toBe(
    'who\tn\tseen\na b c\t9007199254740993\t2024-11-24 15:05:23 +01:00\n\t\t',
  );
});
