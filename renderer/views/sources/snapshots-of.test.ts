import { expect, it } from 'vitest';
import type { ReceiptView } from '#shared/contract/schemas.ts';
import { snapshotsOf } from './snapshots-of.ts';

function receipt(
  part: { file: string; rows: number; as_of: string[] } & Partial<Omit<ReceiptView, 'rows'>>,
): ReceiptView {
  const { rows, as_of, ...rest } = part;
  return {
    source_id: part.file,
    sha256: '',
    size_bytes: 0,
    encoding: null,
    format: 'csv',
    reader: 'grants',
    reader_version: 1,
    tables: ['grants'],
    read: rows,
    loaded: rows,
    rejected: 0,
    rejects: [],
    chains: [],
    notes: [],
    supplied_by: null,
    ...rest,
    rows: [{ table: 'grants', rows, totals: {}, ranges: {}, duplicates: 0, out_of_period: null, as_of }],
  };
}

it('sets each snapshot against the one before of the same reader', () => {
  const found = snapshotsOf([
    receipt({ file: 'b', rows: 12, as_of: ['2024-02-01T00:00:00Z'] }),
    receipt({ file: 'a', rows: 10, as_of: ['2024-01-01T00:00:00Z'] }),
    receipt({ file: 'other', rows: 5, as_of: ['2024-03-01T00:00:00Z'], reader: 'okta' }),
  ]);
  expect(found.map(({ file, change }) => [file, change])).toEqual([
    ['a', null],
    ['b', 2],
    ['other', null],
  ]);
});

it('leaves replaced files out and says nothing of files that hold several moments', () => {
  const found = snapshotsOf([
    receipt({ file: 'a', rows: 10, as_of: ['2024-01-01T00:00:00Z'], superseded_by: 'b' }),
    receipt({ file: 'b', rows: 10, as_of: ['2024-01-01T00:00:00Z'] }),
    receipt({ file: 'c', rows: 30, as_of: ['2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'] }),
  ]);
  expect(found.map(({ file, moments, change }) => [file, moments, change])).toEqual([
    ['b', 1, null],
    ['c', 2, null],
    ['c', 2, null],
  ]);
});
