import { describe, expect, it } from 'vitest';
import type { ProcedureView } from '#shared/contract/schemas.ts';
import { blocksOf } from './blocks.ts';

const procedure = (id: string, status: 'missing_input' | 'no_data'): ProcedureView => ({
  id,
  version: 1,
  family: 'drift',
  title: `Title of ${id}`,
  severity: 'low',
  subject: 'grant',
  needs: [],
  params: [],
  sql: null,
  readme: '',
  controls: [],
  last: {
    procedure: id,
    version: 1,
    status,
    population: null,
    exceptions: null,
    failing: null,
    leads: null,
    indeterminate: null,
    ms: 1,
  },
});
const NOTHING = {
  procedures: [],
  chains: [],
  rejected: 0,
  unmapped: 0,
  openCritical: 0,
  overdueRequests: 0,
  deadlines: [],
};

describe('what blocks the audit', () => {
  it('is nothing where nothing is open', () => {
    expect(blocksOf(NOTHING)).toEqual([]);
  });

  it('folds many of one kind under their number, and leaves two side by side', () => {
    const procedures = [
      ...['a', 'b', 'c'].map((id) => procedure(id, 'no_data')),
      ...['d', 'e'].map((id) => procedure(id, 'missing_input')),
    ];
    const entries = blocksOf({ ...NOTHING, procedures });
    expect(entries.map(({ text }) => text)).toEqual([
      'Title of d: input missing',
      'Title of e: input missing',
      '3 procedures: the tables are there, but hold nothing to test',
    ]);
    expect('blocks' in entries[2]! && entries[2].blocks.map(({ query }) => query)).toEqual([
      { procedure: 'a' },
      { procedure: 'b' },
      { procedure: 'c' },
    ]);
  });

  it('names a deadline from two weeks before it on, and one that has passed', () => {
    const texts = (
      what: 'assembly' | 'retention',
      state: 'open' | 'near' | 'overdue' | 'met',
      days_left: number,
    ) =>
      blocksOf({ ...NOTHING, deadlines: [{ what, due: '2025-02-18', days_left, state }] }).map(
        ({ verdict, text }) => [verdict, text],
      );
    expect(texts('assembly', 'open', 15)).toEqual([]);
    expect(texts('assembly', 'near', 14)).toEqual([
      ['missing', 'The file is to be assembled by 2025-02-18: 14 days left'],
    ]);
    expect(texts('assembly', 'overdue', -1)).toEqual([
      ['fails', 'The file was to be assembled by 2025-02-18: overdue by 1 day'],
    ]);
    expect(texts('assembly', 'met', 3)).toEqual([]);
    expect(texts('retention', 'near', 1)).toEqual([
      ['missing', 'The file is to be kept until 2025-02-18: 1 day left'],
    ]);
    expect(texts('retention', 'met', -1)).toEqual([]);
  });

  it('counts in the singular too', () => {
    const texts = blocksOf({ ...NOTHING, openCritical: 1, rejected: 1, unmapped: 1, overdueRequests: 1 });
    expect(texts.map(({ text }) => text)).toEqual([
      '1 critical finding open',
      '1 request to the client overdue',
      '1 record rejected: in no test',
      '1 file in no canonical table',
    ]);
  });
});
