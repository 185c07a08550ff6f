import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashLog } from './hash-log.ts';
import { IdRegister } from './id-register.ts';
import { IdSet } from './id-set.ts';
import { displacedItems } from './path-order.ts';
import { runsBackwards } from './time-order.ts';

const hash = (n: number) => createHash('sha256').update(String(n)).digest('hex');

describe('hash log', () => {
  it('finds records by hash over many chunks, with prefix, cut or no hex at all', () => {
    const log = new HashLog();
    const texts = Array.from({ length: 40_000 }, (_, n) => {
      if (n % 4 === 0) return hash(n);
      if (n % 4 === 1) return `0x${hash(n)}`;
      return n % 4 === 2 ? hash(n).slice(0, 16) : `no hex ${n}`;
    });
    texts.forEach((text, n) => log.push(text, n * 2));
    const asked = [0, 1, 2, 3, 16_383, 16_384, 39_999].map((n) => texts[n]!);
    const found = log.find([...asked, hash(-1)]);
    expect([...found.values()].map((positions) => positions[0])).toEqual([
      0, 1, 2, 3, 16_383, 16_384, 39_999,
    ]);
    expect(log.indexAt(16_384)).toBe(32_768);
    const counted = new HashLog();
    for (let n = 0; n < 20; n++) counted.push(hash(n), n < 12 ? n + 5 : n + 7);
    expect([0, 11, 12, 19].map((n) => counted.indexAt(n))).toEqual([5, 16, 19, 26]);
    expect([log.sameHash(5, 5), log.sameHash(5, 6)]).toEqual([true, false]);
  });
});

describe('id set', () => {
  it('knows exactly the ids that were added', () => {
    const set = new IdSet();
    const again: boolean[] = [];
    for (let n = 0; n < 50_000; n++) again.push(set.add(`evt_${n}`));
    expect(again.includes(true)).toBe(false);
    for (let n = 0; n < 50_000; n += 7) expect(set.add(`evt_${n}`)).toBe(true);
    expect(set.add('evt_50000')).toBe(false);
  });
});

describe('id register', () => {
  it('knows exactly the ids that were added, numbered or not', () => {
    const part = fc.constantFrom('', 'evt_', 'evt_0', 'x', '99999999999999', 'é');
    const id = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(part, fc.nat(12)).map(([text, n]) => `${text}${n}`) },
      {
        weight: 2,
        arbitrary: fc.tuple(part, fc.nat(120)).map(([text, n]) => `${text}${String(n).padStart(3, '0')}`),
      },
      { weight: 1, arbitrary: part },
    );
    // Runs of numbers, so that ids are also kept as such.
    const run = fc
      .tuple(part, fc.nat(30), fc.integer({ min: 1, max: 9 }))
      .map(([text, from, count]) => Array.from({ length: count }, (_, i) => `${text}${from + i}`));
    const ids = fc.array(
      fc.oneof(
        id.map((one) => [one]),
        run,
      ),
      { maxLength: 90 },
    );
    fc.assert(
      fc.property(ids, (lists) => {
        const register = new IdRegister();
        const seen = new Set<string>();
        for (const one of lists.flat()) {
          expect([one, register.add(one)]).toEqual([one, seen.has(one)]);
          seen.add(one);
        }
      }),
      { seed: 20241124, numRuns: 300 },
    );
  });
});

describe('times of two records', () => {
  it.each([
    ['2024-03-31T02:15:00Z', '2024-03-31T02:14:59Z', true],
    // Between these two, clocks were put forward in much of Europe: no zone, no such hour.
    ['2024-03-31T03:15:00', '2024-03-31T02:30:00', true],
    ['2024-03-31T02:30:00', '2024-03-31T03:15:00', false],
    ['2024-03-31 03:15:00.5', '2024-03-31 03:15:00.25', true],
    ['2024-03-31T03:15:00+02:00', '2024-03-31T02:14:00+01:00', true],
    ['2024-03-31T03:15:00+02:00', '2024-03-31T02:15:00+01:00', false],
    ['1711847700', '1711847699', true],
    ['9', '10', false],
    ['no time', '2024-03-31T02:15:00Z', false],
    [null, '2024-03-31T02:15:00Z', false],
  ])('%s, then %s: backwards %s', (before, after, backwards) => {
    expect(runsBackwards(before, after)).toBe(backwards);
  });
});

/** Weight of the heaviest subset in ascending order, by trying them all. */
function heaviest(ranks: readonly number[], weights: readonly number[]): number {
  let best = 0;
  for (let mask = 0; mask < 1 << ranks.length; mask++) {
    let last = -1;
    let total = 0;
    for (let i = 0; i < ranks.length && total >= 0; i++) {
      if ((mask & (1 << i)) === 0) continue;
      total = ranks[i]! > last ? total + weights[i]! : -1;
      last = ranks[i]!;
    }
    best = Math.max(best, total);
  }
  return best;
}

describe('displaced items', () => {
  it('are as light as possible, and what is left is in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 9 })), { maxLength: 9 }), (items) => {
        const byKey = items.map(([key], i) => [key, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        const ranks: number[] = [];
        byKey.forEach(([, i], rank) => (ranks[i] = rank));
        const weights = items.map(([, weight]) => weight);
        const displaced = new Set(displacedItems(ranks, weights));
        const kept = ranks.map((rank, i) => ({ rank, i })).filter(({ i }) => !displaced.has(i));
        expect(kept.map(({ rank }) => rank)).toEqual(kept.map(({ rank }) => rank).sort((a, b) => a - b));
        expect(kept.reduce((sum, { i }) => sum + weights[i]!, 0)).toBe(heaviest(ranks, weights));
      }),
      { seed: 20241124, numRuns: 300 },
    );
  });

  it('are the earlier ones among equals', () => {
    expect(displacedItems([0, 1, 3, 2, 4], [1, 1, 1, 1, 1])).toEqual([2]);
  });
});
