import { describe, expect, test } from 'vitest';
import { numberScale, timeScale } from './scale.ts';

const labels = (scale: ReturnType<typeof numberScale>) => scale.ticks.map(({ label }) => label);

describe('numbers', () => {
  test.each([
    [[3, 17, 42], true, ['0', '10', '20', '30', '40', '50']],
    [[1000, 12_384], true, ['0', '5,000', '10,000', '15,000']],
    [[-4, 4], false, ['-4', '-2', '0', '2', '4']],
    [[0.1, 0.3], false, ['0.1', '0.15', '0.2', '0.25', '0.3']],
    [[7], true, ['0', '2', '4', '6', '8']],
    [[0], true, ['0', '0.2']],
  ])('%j', (values, fromZero, expected) => {
    expect(labels(numberScale(values, fromZero))).toEqual(expected);
  });
});

describe('times', () => {
  const at = (text: string) => Date.parse(text);
  test('a year in months', () => {
    expect(labels(timeScale([at('2024-01-15'), at('2024-12-01')]))).toEqual([
      '2024-03',
      '2024-05',
      '2024-07',
      '2024-09',
      '2024-11',
    ]);
  });
  test('a week in days, an afternoon in hours', () => {
    expect(labels(timeScale([at('2024-11-24'), at('2024-11-27')]))).toEqual([
      '11-24 00:00',
      '11-24 12:00',
      '11-25 00:00',
      '11-25 12:00',
      '11-26 00:00',
      '11-26 12:00',
      '11-27 00:00',
    ]);
    expect(labels(timeScale([at('2024-11-01'), at('2024-11-30')]))).toEqual([
      '2024-11-07',
      '2024-11-14',
      '2024-11-21',
      '2024-11-28',
    ]);
  });
  test('one moment has a scale too', () => {
    const scale = timeScale([at('2024-11-24T10:00:00Z')]);
    expect([scale.high - scale.low, labels(scale)]).toEqual([3_600_000, ['11-24 10:00', '11-24 11:00']]);
  });
});
