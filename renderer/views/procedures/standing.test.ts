import { describe, expect, it } from 'vitest';
import type { RunView } from '#shared/contract/schemas.ts';
import { exceptionsOf, verdictOf } from './standing.tsx';

const run = (part: Partial<RunView>): RunView => ({
  procedure: 'accounts.dormant',
  version: 1,
  status: 'completed',
  population: 847,
  exceptions: 0,
  failing: 0,
  leads: 0,
  indeterminate: 0,
  ms: 1,
  ...part,
});

describe('the standing of a procedure', () => {
  it('holds only where something was tested and nothing was found', () => {
    expect(verdictOf(run({}))).toBe('holds');
    expect(verdictOf(run({ exceptions: 3 }))).toBe('fails');
    expect(verdictOf(run({ population: 0 }))).toBe('not_run');
    expect(verdictOf(run({ status: 'no_data', population: 0, exceptions: null }))).toBe('not_run');
    expect(verdictOf(run({ status: 'missing_input', population: null, exceptions: null }))).toBe('missing');
    expect(verdictOf(run({ status: 'error', population: null, exceptions: null }))).toBe('fails');
    expect(verdictOf(null)).toBe('not_run');
  });

  it('sets exceptions beside the population, and no zero where nothing was counted', () => {
    expect(exceptionsOf(run({}))).toBe('0 of 847');
    expect(exceptionsOf(run({ exceptions: 12, failing: 8 }))).toBe('8 of 847');
    expect(exceptionsOf(run({ status: 'error', population: null, exceptions: null }))).toBe('–');
    expect(exceptionsOf(null)).toBe('–');
  });
});
