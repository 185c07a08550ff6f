import { expect, test } from 'vitest';
import { chosenCases } from './cases.ts';
import type { Comparison } from './measure.ts';
import { comparisonTable } from './table.ts';

const row: Comparison = {
  case: 'forest',
  size: 100_000,
  unit: 'rows',
  about: '10 features',
  rounds: 1,
  seconds: 2,
  cpu_seconds: 3,
  peak_mb: 200,
  baseline: 'another',
  baseline_seconds: 0.5,
  baseline_cpu_seconds: 1,
  ratio: 4,
  cpu_ratio: 3,
  note: null,
  same_answer: null,
  answers: [null, null],
};

test('a comparison is one line with its ratio', () => {
  const [, line, ...more] = comparisonTable([row]).split('\n');
  expect(more).toEqual([]);
  expect(line!.split(/ {2,}/)).toEqual([
    'forest',
    '100,000 rows (10 features)',
    '2.00',
    'another',
    '0.50',
    '4.00 ×',
    '3.00 ×',
    '50,000',
    '200',
  ]);
});

test('a baseline that is not there is said to be missing', () => {
  const lines = comparisonTable([{ ...row, baseline_seconds: null, ratio: null, cpu_ratio: null }]).split(
    '\n',
  );
  expect(lines[1]!.split(/ {2,}/).slice(4, 7)).toEqual(['not installed', '–', '–']);
});

test('a case is chosen by its name or by the beginning of it', () => {
  expect(chosenCases('chain').map(({ name }) => name)).toEqual(['chain']);
  expect(chosenCases('package').map(({ name }) => name)).toEqual([
    'package-build',
    'package-verify',
    'package-engagement',
  ]);
  expect(chosenCases('pack')).toEqual([]);
  expect(chosenCases(undefined)).toHaveLength(15);
});
