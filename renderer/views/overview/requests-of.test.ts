import { expect, it } from 'vitest';
import { requestsOf } from './requests-of.ts';

const NONE = { open: 0, received: 0, late: 0, missing: 0, waived: 0 };

it.each([
  [NONE, 0, 0, 'not_run'],
  [{ ...NONE, waived: 3 }, 0, 0, 'not_run'],
  [{ ...NONE, received: 2, late: 1, waived: 1 }, 3, 3, 'holds'],
  [{ ...NONE, received: 2, open: 1 }, 2, 3, 'not_proven'],
  [{ ...NONE, received: 2, open: 1, missing: 1 }, 2, 4, 'fails'],
])('%j: %i of %i, %s', (counts, received, all, mark) => {
  expect(requestsOf(counts)).toEqual({ received, all, mark });
});
