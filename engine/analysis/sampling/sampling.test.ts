import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { evaluateAttribute, evaluateMonetary } from './evaluate.ts';
import { poissonFactor, upperCount, upperRate } from './limits.ts';
import { allocate, drawMonetary, drawRandom, drawStratified } from './select.ts';
import { attributeSize, monetarySize } from './size.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const items = (...keys: string[]) => keys.map((key) => ({ key }));

describe('sizes with exact limits', () => {
  // (1 - tolerable)^n ≤ risk, solved by hand: 0.95^58 = 0.0510, 0.95^59 = 0.0485 …
  it.each([
    [0.05, 0.05, 59],
    [0.05, 0.1, 29],
    [0.1, 0.05, 45],
    [0.1, 0.1, 22],
  ])('risk %d and tolerable rate %d need %d items without deviation', (risk, tolerable, size) => {
    expect(attributeSize({ risk, tolerable, expected: 0 })).toEqual({ size, acceptable: 0 });
  });

  it('one expected deviation: 93 items, 0.95^93 + 93 × 0.05 × 0.95^92 = 0.04998', () => {
    expect(attributeSize({ risk: 0.05, tolerable: 0.05, expected: 0.01 })).toEqual({
      size: 93,
      acceptable: 1,
    });
  });

  it('a small population needs fewer: of 20 with 2 deviating, C(18,n) / C(20,n) ≤ 0.1 from n = 14', () => {
    // (20-n)(19-n) / 380 ≤ 0.1: n = 13 gives 42/380 = 0.1105, n = 14 gives 30/380 = 0.0789.
    expect(attributeSize({ risk: 0.1, tolerable: 0.1, expected: 0, population: 20 })).toEqual({
      size: 14,
      acceptable: 0,
    });
  });

  it('says when no sample can show it', () => {
    expect(attributeSize({ risk: 0.05, tolerable: 0.05, expected: 0.05 })).toBe(null);
  });

  it('of money: tolerable 50,000 ÷ 2.9957 is 16,690 a unit; 1,000,000 needs 60', () => {
    expect(monetarySize({ risk: 0.05, value: 1_000_000, tolerable: 50_000, expected: 0 })).toEqual({
      size: 60,
      interval: 16_690,
    });
  });
});

describe('limits', () => {
  it('25 items without deviation bound the rate at 8.8 %, 60 at 3.8 % (risk 10 %)', () => {
    expect(upperRate(0, 25, 0.1)).toBeCloseTo(1 - 0.1 ** (1 / 25), 8);
    expect(upperRate(0, 60, 0.1)).toBeCloseTo(0.0376, 4);
  });

  it('are those of R: qbeta(0.95, 3, 98) = 0.06162', () => {
    // scipy.stats.beta.ppf(0.95, 3, 98); 2 deviations in 100.
    expect(upperRate(2, 100, 0.05)).toBeCloseTo(0.0616, 4);
  });

  it('of a population of 20, 14 drawn without deviation: at most one deviates (30/380 = 0.079 < 0.1 for two)', () => {
    expect(upperCount(0, 14, 20, 0.1)).toBe(1);
  });

  it('Poisson factors at 5 %: 3.00, 4.74, 6.30', () => {
    expect([0, 1, 2].map((k) => Math.round(poissonFactor(k, 0.05) * 100) / 100)).toEqual([3, 4.74, 6.3]);
  });
});

describe('evaluation', () => {
  it('one deviation in 93 shows the 5 % that were planned', () => {
    expect(evaluateAttribute({ size: 93, deviations: 1, risk: 0.05, tolerable: 0.05 }).within).toBe(true);
    expect(evaluateAttribute({ size: 92, deviations: 1, risk: 0.05, tolerable: 0.05 }).within).toBe(false);
  });

  it('of money: no error leaves 3 intervals; half of an item adds 1.748 / 2', () => {
    const basis = { interval: 1000, risk: 0.05, tolerable: 4000 };
    expect(evaluateMonetary({ ...basis, errors: [] }).upper).toBeCloseTo(2995.73, 1);
    const result = evaluateMonetary({ ...basis, errors: [{ book: 100, audited: 50 }] });
    expect(result.projected).toBe(500);
    expect(result.upper).toBeCloseTo(2995.73 + 0.5 * (4743.86 - 2995.73), 0);
    // An item above the interval counts with its own difference alone.
    expect(evaluateMonetary({ ...basis, errors: [{ book: 5000, audited: 4000 }] }).projected).toBe(1000);
  });
});

describe('drawing', () => {
  it('takes the smallest digests: what sha256sum and sort give', () => {
    // for k in a b c d e; do printf '%s %s\n' "$(printf '7:%s' $k | sha256sum | cut -c1-8)" $k; done | sort
    const ranked = ['a', 'b', 'c', 'd', 'e'].sort((x, y) => (sha256(`7:${x}`) < sha256(`7:${y}`) ? -1 : 1));
    const drawn = drawRandom(items('e', 'd', 'c', 'b', 'a'), 3, '7', sha256);
    expect(drawn.map(({ key }) => key)).toEqual(ranked.slice(0, 3));
    expect(drawRandom(items('a', 'b', 'c', 'd', 'e'), 3, '7', sha256)).toEqual(drawn);
    expect(drawRandom(items('a'), 3, '7', sha256)).toEqual(items('a'));
  });

  it('gives each stratum its share and at least one', () => {
    const counts = new Map([
      ['b', 60],
      ['a', 30],
      ['c', 10],
    ]);
    expect([...allocate(counts, 10)]).toEqual([
      ['a', 3],
      ['b', 6],
      ['c', 1],
    ]);
    expect([
      ...allocate(
        new Map([
          ['big', 1000],
          ['small', 1],
        ]),
        5,
      ),
    ]).toEqual([
      ['big', 4],
      ['small', 1],
    ]);
    expect([
      ...allocate(
        new Map([
          ['a', 2],
          ['b', 1],
        ]),
        10,
      ),
    ]).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    const strata = [...items('1', '2', '3')].map((item, i) => ({ ...item, stratum: i < 2 ? 'x' : 'y' }));
    expect(drawStratified(strata, 2, '1', sha256).map(({ stratum }) => stratum)).toEqual(['x', 'y']);
  });

  it('hits every unit of the interval once; large items for certain', () => {
    const money = [
      { key: 'a', weight: 40n },
      { key: 'b', weight: 250n },
      { key: 'c', weight: 0n },
      { key: 'd', weight: 60n },
    ];
    const { start, hits } = drawMonetary(money, 100n, 'seed', sha256);
    // Units: a 1–40, b 41–290, d 291–350; those hit are start, start + 100, start + 200 (and + 300 up to 350).
    const units = [0n, 1n, 2n, 3n].map((i) => start + i * 100n).filter((unit) => unit <= 350n);
    const owner = (unit: bigint) => (unit <= 40n ? 'a' : unit <= 290n ? 'b' : 'd');
    const expected = new Map<string, number>();
    for (const unit of units) expected.set(owner(unit), (expected.get(owner(unit)) ?? 0) + 1);
    expect(start >= 1n && start <= 100n).toBe(true);
    expect(hits.map(({ item, hits: count }) => [item.key, count])).toEqual([...expected]);
    expect(hits.find(({ item }) => item.key === 'b')?.hits).toBeGreaterThanOrEqual(2);
  });
});
