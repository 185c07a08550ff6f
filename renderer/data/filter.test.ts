import { describe, expect, it } from 'vitest';
import { parseFilter, passes } from './filter.ts';

const keep = (input: string, values: unknown[], kind: 'text' | 'number' | 'date' = 'text'): unknown[] => {
  const filter = parseFilter(input);
  return filter ? values.filter((value) => passes(filter, value, kind, 'UTC')) : values;
};

describe('filters of columns', () => {
  it('finds text without regard to case', () => {
    expect(keep('CHEN', ['sarah.chen@x.com', 'john', null])).toEqual(['sarah.chen@x.com']);
    expect(keep('=john', ['johnny', 'John'])).toEqual(['John']);
  });

  it('keeps missing and empty apart', () => {
    expect(keep('∅', ['', null, 'a'])).toEqual([null]);
    expect(keep('null', ['', null, 'a'])).toEqual([null]);
    expect(keep('""', ['', null, 'a'])).toEqual(['']);
    expect(keep('!∅', ['', null, 'a'])).toEqual(['', 'a']);
  });

  it('lets a missing value lack any text', () => {
    expect(keep('!chen', ['sarah.chen', 'john', null])).toEqual(['john', null]);
  });

  it('compares numbers as numbers, also beyond 2^53', () => {
    expect(keep('>9', [10, 9, 100, null], 'number')).toEqual([10, 100]);
    expect(keep('<=1,000', [1000, 1001, 20n], 'number')).toEqual([1000, 20n]);
    expect(keep('>x', [1], 'number')).toEqual([]);
  });

  it('compares dates as they are shown', () => {
    const days = [Date.UTC(2024, 10, 23), Date.UTC(2024, 10, 24)];
    expect(keep('>=2024-11-24', days, 'date')).toEqual([days[1]]);
  });

  it('takes an operator without a value for no filter yet', () => {
    for (const input of ['', ' ', '>', '<=', '=', '!']) expect(parseFilter(input)).toBe(null);
  });
});
