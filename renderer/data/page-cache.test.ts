import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { type Page, PageCache, readPage, readRow } from './page-cache.ts';

const TOTAL = 1000;

/** A result of numbers 0…999, a page at a time, as Arrow. */
function pageOf(offset: number, limit: number): Page {
  const numbers = Array.from({ length: Math.min(limit, TOTAL - offset) }, (_, i) => offset + i);
  const table = tableFromArrays({
    n: Int32Array.from(numbers),
    label: numbers.map((n) => (n % 2 ? `row ${n}` : '')),
  });
  return readPage(tableToIPC(table, 'stream'));
}

/** A cache over it, and the offsets that were fetched. */
function cacheOf(options: { size: number; keep: number }): {
  cache: PageCache;
  fetched: number[];
  settled: () => Promise<void>;
} {
  const fetched: number[] = [];
  const cache = new PageCache(
    async (offset, limit) => {
      fetched.push(offset);
      return pageOf(offset, limit);
    },
    () => {},
    options,
  );
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };
  return { cache, fetched, settled };
}

describe('pages of a result', () => {
  it('reads rows of an Arrow stream', () => {
    expect(readRow(pageOf(10, 5), 1)).toEqual([11, 'row 11']);
    expect(readRow(pageOf(10, 5), 0)).toEqual([10, '']);
  });

  it('fetches what is on screen, once', async () => {
    const { cache, fetched, settled } = cacheOf({ size: 100, keep: 10 });
    expect(cache.row(250)).toBe(null);
    cache.want(250, 310);
    cache.want(250, 310);
    await settled();
    expect(fetched.toSorted((a, b) => a - b)).toEqual([200, 300]);
    expect(cache.row(250)).toEqual([250, '']);
    expect(cache.row(309)).toEqual([309, 'row 309']);
    cache.want(260, 300);
    await settled();
    expect(fetched).toHaveLength(2);
  });

  it('forgets what nobody scrolls past any more', async () => {
    const { cache, fetched, settled } = cacheOf({ size: 100, keep: 3 });
    for (const from of [0, 100, 200, 300]) {
      cache.want(from, from + 100);
      await settled();
    }
    expect(cache.row(0)).toBe(null);
    expect(cache.row(399)).toEqual([399, 'row 399']);
    cache.want(0, 100);
    await settled();
    expect(fetched).toEqual([0, 100, 200, 300, 0]);
  });

  it('knows the end of the last page', async () => {
    const { cache, settled } = cacheOf({ size: 300, keep: 3 });
    cache.want(900, 1000);
    await settled();
    expect(cache.row(999)).toEqual([999, 'row 999']);
    expect(cache.row(1000)).toBe(null);
  });

  it('takes nothing in after its end', async () => {
    const { cache, settled } = cacheOf({ size: 100, keep: 3 });
    cache.want(0, 100);
    cache.end();
    await settled();
    expect(cache.row(0)).toBe(null);
  });
});
