import { expect, it } from 'vitest';
import type { SampleView } from '#shared/contract/sampling-schemas.ts';
import { itemTable } from './item-rows.ts';

const VIEW: SampleView = {
  sample: {
    sample_id: 'S1',
    title: 'Tickets',
    population: { kind: 'table', table: 'grants' },
    key: ['ticket'],
    method: 'random',
    seed: 'a',
    seed_by: 'auditor',
    size: 2,
    plan: null,
    methodology: null,
    stratum: null,
    weight: null,
    attributes: [{ id: 'A', title: 'Approved' }],
    count: 9,
    digest: 'd',
    total_weight: null,
    interval: null,
    start: null,
    strata: [],
    drawn_by: 'ana',
    drawn_at: '2025-01-01T00:00:00Z',
    items: ['T-1', 'T-2'].map((key) => ({
      key,
      rank: key,
      stratum: null,
      weight: null,
      hits: 1,
      // Called as a column of the grid is.
      values: { ticket: key, 'A mark': { nested: true } },
    })),
  },
  results: [
    {
      key: 'T-2',
      attribute: 'A',
      result: 'deviation',
      note: 'no approval',
      tick_mark: 'R',
      attachments: ['f'],
      audited: null,
      by: 'ana',
      at: '2025-01-01T00:00:00Z',
    },
  ],
};

it('has a line an item: its results, its key, its values', () => {
  const { columns, rows, key, results } = itemTable(VIEW);
  expect(columns.map(({ name }) => name)).toEqual([
    '#',
    'A: Approved',
    'Key',
    'ticket',
    'A mark',
    'A mark ',
    'A note',
    'A files',
  ]);
  expect([key, results.get('A')]).toEqual([2, [1, 5, 6, 7]]);
  expect(rows).toEqual([
    [1, null, 'T-1', 'T-1', '{"nested":true}', null, null, null],
    [2, 'deviation', 'T-2', 'T-2', '{"nested":true}', 'R', 'no approval', 1],
  ]);
});
