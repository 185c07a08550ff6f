import { describe, expect, it } from 'vitest';
import { copiedRows } from './copied-rows.ts';

const columns = [
  { name: 'who', type: 'VARCHAR', kind: 'text' as const },
  { name: 'seen', type: 'TIMESTAMPTZ', kind: 'instant' as const },
  { name: 'n', type: 'BIGINT', kind: 'number' as const },
];
const rows = [
  ['a\tb\nc', Date.UTC(2024, 10, 24, 14, 5, 23), 9007199254740993n],
  [null, null, ''],
  ['say "x", y', null, -5],
  ['=1+1', null, 0],
];

describe('copied rows', () => {
  it('have a heading and one line a row, with nothing that would break a cell', () => {
    expect(copiedRows('text', columns, [0, 2, 1], rows, 'Europe/Paris')).toBe(
      [
        'who\tn\tseen',
        'a b c\t9007199254740993\t2024-11-24 15:05:23 +01:00',
        '\t\t',
        'say "x", y\t-5\t',
        "'=1+1\t0\t",
      ].join('\n'),
    );
  });

  it('are quoted in CSV where RFC 4180 asks for it', () => {
    expect(copiedRows('csv', columns, [0, 2], rows, 'UTC')).toBe(
      ['who,n', '"a\tb\nc",9007199254740993', ',', '"say ""x"", y",-5', "'=1+1,0"].join('\n'),
    );
  });
});
