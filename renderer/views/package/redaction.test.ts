import { describe, expect, it } from 'vitest';
import { type Choice, type Parts, columnNames, redactionOf, rowRules } from './redaction.ts';

const SOURCE: Parts['sources'][number] = {
  path: `data/sources/${'a'.repeat(64)}/people.csv`,
  name: 'people.csv',
  sha256: 'a'.repeat(64),
  rows: 4,
  head: [['Name', 'Mail', 'Mail', '']],
  cells: true,
};
const PARTS: Parts = { sources: [SOURCE], whole: [] };
const choices = (choice: Choice) => new Map([[SOURCE.path, choice]]);

describe('what is withheld of a package', () => {
  it('takes rows by number and by value', () => {
    expect(rowRules(' 2-9; 14 ;Status = left; a=b=c;')).toEqual([
      { from: 2, to: 9 },
      { from: 14, to: 14 },
      { column: 'Status', value: 'left' },
      { column: 'a', value: 'b=c' },
    ]);
    expect(rowRules('9-2')).toBe('“9-2” is no range of rows.');
    expect(rowRules('left')).toBe('“left” is neither rows by number nor column = value.');
  });

  it('names columns by their heading where it is theirs alone, otherwise by number', () => {
    expect(columnNames(SOURCE, [0])).toEqual(['Name']);
    expect(columnNames(SOURCE, [0, 1])).toEqual(['#1', '#2']);
    expect(columnNames(SOURCE, [3])).toEqual(['#4']);
  });

  it('asks for each source what it says, and withholds what nobody spoke of', () => {
    expect(redactionOf(PARTS, new Map(), new Set(['data/report.pdf']))).toEqual({
      sources: [],
      keep: ['data/report.pdf'],
    });
    expect(redactionOf(PARTS, choices({ fate: 'full', columns: [], rows: '' }), new Set())).toEqual({
      sources: [],
      keep: [SOURCE.path],
    });
    expect(redactionOf(PARTS, choices({ fate: 'part', columns: [0], rows: '3' }), new Set())).toEqual({
      sources: [{ source: SOURCE.path, columns: ['Name'], rows: [{ from: 3, to: 3 }] }],
      keep: [],
    });
    expect(redactionOf(PARTS, choices({ fate: 'part', columns: [], rows: ' ; ' }), new Set())).toBe(
      'people.csv: choose columns or rows to withhold, or hand it on in full.',
    );
  });
});
