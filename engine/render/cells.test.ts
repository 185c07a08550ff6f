import { describe, expect, it } from 'vitest';
import { safeText } from '#shared/model/formula-text.ts';
import { cellText, csv } from './cells.ts';

describe('cells of exports', () => {
  it('compute nothing (the starts that OWASP lists for CSV injection)', () => {
    const starts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠1'];
    expect(starts.map(safeText)).toEqual(starts.map((text) => `'${text}`));
    expect(['a=1', ' =1', '1-1', ''].map(safeText)).toEqual(['a=1', ' =1', '1-1', '']);
  });

  it('keep numbers as numbers and write structures as JSON', () => {
    expect([null, undefined, -5, true, { a: [1] }, '-5'].map(cellText)).toEqual([
      '',
      '',
      '-5',
      'true',
      '{"a":[1]}',
      "'-5",
    ]);
  });

  it('are quoted as RFC 4180 asks', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          ['x,y', 'say "no"'],
          ['two\nlines', null],
        ],
      ),
    ).toBe('a,b\n"x,y","say ""no"""\n"two\nlines",\n');
  });
});
