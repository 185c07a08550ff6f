import { describe, expect, it } from 'vitest';
import { idOf, paramNames, readOwn, typedOwn } from './typed-own.ts';

describe('an own procedure as it is typed', () => {
  it.each([
    ['Nobody writes to the books', 'own.nobody-writes-to-the-books'],
    ['90 days without a log-in: none', 'own.days-without-a-log-in-none'],
    ['Zugänge à jour', 'own.zugange-a-jour'],
    ['…', ''],
    [
      'Every one of the many accounts that nobody has used for long is gone',
      'own.every-one-of-the-many-accounts-that-nobody',
    ],
  ])('%s gets the id %s', (title, id) => {
    expect(idOf(title)).toBe(id);
  });

  it('finds names that the statement takes, and neither moments nor text', () => {
    expect(
      paramNames(
        `SELECT '$no' FROM t -- $no\nWHERE a < $as_of::TIMESTAMPTZ AND b > $days AND c = $days`,
        'SELECT $kind',
      ),
    ).toEqual(['days', 'kind']);
  });

  it('reads a number with its range, and a text', () => {
    const typed = typedOwn({ sql: 'SELECT a FROM t WHERE d > $days AND k = $kind' });
    const whole = {
      ...typed,
      title: 'None',
      subject: 'a',
      params: {
        days: { standard: '90', least: '0', most: '365', unit: 'days', meaning: 'how long' },
        kind: { standard: 'human', least: '', most: '', unit: '', meaning: 'which kind' },
      },
    };
    expect(readOwn(whole)).toEqual({
      id: 'own.none',
      title: 'None',
      severity: 'medium',
      sql: typed.sql,
      rows: { subject: 'a', outcome: 'exception' },
      params: {
        days: { type: 'integer', default: 90, min: 0, max: 365, unit: 'days', doc: 'how long' },
        kind: { type: 'text', default: 'human', unit: 'text', doc: 'which kind' },
      },
    });
    expect(readOwn({ ...whole, params: {} })).toBe('Say what days means.');
    expect(
      readOwn({ ...whole, params: { ...whole.params, days: { ...whole.params.days, most: 'many' } } }),
    ).toBe('The default, least and greatest value of days are numbers.');
  });

  it('reads a stored draft as it was', () => {
    const draft = {
      id: 'own.none',
      title: 'None',
      severity: 'high' as const,
      sql: 'SELECT a, b FROM t',
      rows: { subject: 'a', type: 'account', summary: '{a}', key: ['b'], outcome: 'lead' as const },
      population: 'SELECT 1',
      controls: ['iso27001:A.5.18'],
      explanation: 'Why',
      needs: { t: ['a'] },
    };
    expect(readOwn(typedOwn(draft))).toEqual(draft);
  });
});
