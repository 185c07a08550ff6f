import { describe, expect, it } from 'vitest';
import {
  type Draft,
  EMPTY,
  countOf,
  likelyKey,
  nextAttribute,
  planOf,
  populationSql,
  requestOf,
  selectionSql,
  shareOf,
} from './draft.ts';

const draft = (part: Partial<Draft>): Draft => ({
  ...EMPTY,
  title: 'Approvals',
  name: 'drift.unexpected',
  ...part,
});

describe('the plan of a sample', () => {
  it('reads percentages as shares of one, exactly', () => {
    expect(shareOf('5')).toBe(0.05);
    expect(shareOf(' 2,5 % ')).toBe(0.025);
    expect(shareOf('14.3')).toBe(0.143);
    expect(shareOf('0')).toBe(0);
    expect(shareOf('100')).toBe(null);
    expect(shareOf('-1')).toBe(null);
    expect(shareOf('ten')).toBe(null);
    expect(countOf('12,384')).toBe(12384);
    expect(countOf('1.5')).toBe(null);
  });

  it('refuses an expected rate that is not below the tolerable one', () => {
    expect(planOf(draft({ risk: '10', tolerable: '5', expected: '1' }))).toEqual({
      risk: 0.1,
      tolerable: 0.05,
      expected: 0.01,
    });
    expect(planOf(draft({ tolerable: '5', expected: '5' }))).toMatch(/expected rate below/);
    expect(planOf(draft({ method: 'random', tolerable: '' }))).toBe(null);
    expect(planOf(draft({ method: 'monetary', tolerable: '50,000', expected: '1' }))).toEqual({
      risk: 0.1,
      tolerable: 50000,
      expected: 1,
    });
  });

  it('says the first thing that is missing', () => {
    expect(requestOf(draft({ title: ' ' }))).toBe('Say what the sample is for.');
    expect(requestOf(draft({ name: '' }))).toBe('Choose what to draw from.');
    expect(requestOf(draft({ kind: 'sql', name: 'SELECT 1 AS a' }))).toMatch(/tell the items apart/);
    expect(requestOf(draft({ method: 'random' }))).toMatch(/how many items/);
    expect(requestOf(draft({ method: 'stratified', size: '5' }))).toMatch(/column of the groups/);
    expect(requestOf(draft({ seed: 'a b' }))).toMatch(/^A seed/);
    const twice = [
      { id: 'A', title: 'x' },
      { id: 'A', title: 'y' },
    ];
    expect(requestOf(draft({ attributes: twice }))).toMatch(/short name of its own/);
  });

  it('asks the engine for what was typed and no more', () => {
    expect(requestOf(draft({}))).toEqual({
      title: 'Approvals',
      population: { kind: 'findings', procedure: 'drift.unexpected' },
      method: 'attribute',
      plan: { risk: 0.1, tolerable: 0.1, expected: 0 },
    });
    expect(
      requestOf(
        draft({
          kind: 'sql',
          name: 'SELECT 1 AS a;',
          key: ['a'],
          method: 'random',
          size: '25',
          tolerable: '',
          seed: '2024-Q4',
          attributes: [
            { id: 'A', title: 'Approved' },
            { id: 'B', title: '' },
          ],
        }),
      ),
    ).toEqual({
      title: 'Approvals',
      population: { kind: 'sql', sql: 'SELECT 1 AS a' },
      key: ['a'],
      method: 'random',
      size: 25,
      seed: '2024-Q4',
      attributes: [{ id: 'A', title: 'Approved' }],
    });
  });

  it('quotes names and ids in the statements that it makes', () => {
    expect(populationSql({ kind: 'table', name: 'a"b' })).toBe('SELECT * FROM main."a""b"');
    expect(populationSql({ kind: 'findings', name: "a'b" })).toContain("procedure = 'a''b'");
    expect(populationSql({ kind: 'tested', name: 'a' })).toBe(null);
    expect(selectionSql(new Set(['b', "a'"]))).toContain("string_split('a'' b', ' ')");
  });

  it('guesses what tells rows apart', () => {
    expect(likelyKey(['id', 'record_no', 'source_id'])).toEqual(['source_id', 'record_no']);
    expect(likelyKey(['account_id', 'id'])).toEqual(['id']);
    expect(likelyKey(['paid', 'account_id'])).toEqual(['account_id']);
    expect(likelyKey(['name'])).toEqual([]);
    expect(nextAttribute([{ id: 'A', title: '' }])).toBe('B');
  });
});
