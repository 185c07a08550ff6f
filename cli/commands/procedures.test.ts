import { expect, test } from 'vitest';
import { noFindings } from './procedures.ts';

test('an empty list of findings says what was tested', () => {
  const ran = { status: 'completed', population: 7 } as const;
  const none = { status: 'completed', population: 0 } as const;
  const missing = { status: 'missing_input', population: null } as const;
  expect(noFindings([null, null])).toBe('Nothing was run yet, so there is nothing to list.');
  expect(noFindings([missing, none, null])).toMatch(/^Nothing was tested: 0 of 3 procedures /);
  expect(noFindings([ran, missing])).toBe(
    'No findings in the latest runs: 1 of 2 procedures ran to the end over a population above zero.',
  );
  expect(noFindings([ran])).toMatch(/: 1 of 1 procedure ran /);
});
