import { tableToIPC, vectorFromArray, Table, Utf8 } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { readColumns } from './read-all.ts';

const page = (texts: readonly (string | null)[], numbers: readonly number[]): Uint8Array =>
  tableToIPC(
    new Table({ text: vectorFromArray(texts, new Utf8()), n: vectorFromArray(Int32Array.from(numbers)) }),
    'stream',
  );

describe('a page, column by column', () => {
  it('keeps texts apart, and what is empty from what is missing', () => {
    expect(readColumns(page(['ab', '', null, 'c'], [1, 2, 3, 4]))).toEqual([
      ['ab', '', null, 'c'],
      [1, 2, 3, 4],
    ]);
  });

  it('reads texts of any script', () => {
    expect(readColumns(page(['Zürich', '審計', null, 'x 🖋'], [1, 2, 3, 4]))[0]).toEqual([
      'Zürich',
      '審計',
      null,
      'x 🖋',
    ]);
  });

  it('of nothing is nothing', () => {
    expect(readColumns(page([], []))).toEqual([[], []]);
  });
});
