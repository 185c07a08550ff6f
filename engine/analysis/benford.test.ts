import { expect, test } from 'vitest';
import { benford } from './benford.ts';

// Shares as published by Benford (1938) and Nigrini (2012), table 1.1.
test('the law gives the published shares', () => {
  const one = benford(new Map([[1, 1]]), 1)!;
  expect(one.rows.map(({ expected_share }) => expected_share.toFixed(5))).toEqual([
    '0.30103',
    '0.17609',
    '0.12494',
    '0.09691',
    '0.07918',
    '0.06695',
    '0.05799',
    '0.05115',
    '0.04576',
  ]);
  const two = benford(new Map([[10, 1]]), 2)!;
  expect(two.rows).toHaveLength(90);
  expect([two.rows[0], two.rows[89]].map((row) => row!.expected_share.toFixed(5))).toEqual([
    '0.04139',
    '0.00436',
  ]);
});

test('powers of two follow the law', () => {
  const counts = new Map<number, number>();
  let power = 1n;
  for (let i = 0; i < 1000; i += 1, power *= 2n) {
    const digit = Number(power.toString()[0]);
    counts.set(digit, (counts.get(digit) ?? 0) + 1);
  }
  // First digits of 2^0 … 2^999 (OEIS A008952): a known exact example.
  expect([...Array(9).keys()].map((i) => counts.get(i + 1))).toEqual([301, 176, 125, 97, 79, 69, 56, 52, 45]);
  const result = benford(counts, 1)!;
  expect(result).toMatchObject({ values: 1000, degrees: 8, chi_square_limit: 15.507, conformity: 'close' });
  expect(result.chi_square).toBeLessThan(0.2);
});

test('even shares do not follow it; figures by hand', () => {
  const counts = new Map(Array.from({ length: 9 }, (_, i) => [i + 1, 100]));
  const result = benford(counts, 1)!;
  // |1/9 − log10(1 + 1/d)| summed over d and divided by 9.
  const mad =
    [...Array(9).keys()].reduce((sum, i) => sum + Math.abs(1 / 9 - Math.log10(1 + 1 / (i + 1))), 0) / 9;
  expect(result.mad).toBeCloseTo(mad, 9);
  expect(result.conformity).toBe('nonconforming');
  expect(result.chi_square).toBeGreaterThan(result.chi_square_limit);
  // z of digit 1: (|0.111111 − 0.301030| − 1/1800) / sqrt(0.301030 × 0.698970 / 900) = 12.385
  expect(result.rows[0]!.z).toBeCloseTo(12.385, 2);
});

test('no values, no result', () => {
  expect(benford(new Map(), 1)).toBe(null);
});
