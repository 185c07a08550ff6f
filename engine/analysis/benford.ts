/** First-digit law (Benford 1938) with the limits of Nigrini, Benford's Law (2012), tables 7.1 and 7.2. */

export type BenfordDigits = 1 | 2;
export type Conformity = 'close' | 'acceptable' | 'marginal' | 'nonconforming';

export interface BenfordRow {
  /** 1 to 9, or 10 to 99. */
  digits: number;
  observed: number;
  /** Shares, nine places. */
  observed_share: number;
  expected_share: number;
  /** Of the difference of shares, with continuity correction; beyond 1.96 it is unlikely (5 %) by chance. */
  z: number;
}

export interface BenfordResult {
  values: number;
  rows: BenfordRow[];
  chi_square: number;
  degrees: number;
  /** Critical value at 5 %. */
  chi_square_limit: number;
  /** Mean absolute deviation of the shares; unlike chi-square it does not grow with the number of values. */
  mad: number;
  /** Upper limits of close, acceptable and marginal conformity. */
  mad_limits: [number, number, number];
  conformity: Conformity;
}

/** Upper 5 % points of chi-square with 8 and 89 degrees of freedom. */
const CHI_SQUARE_LIMITS: Readonly<Record<BenfordDigits, number>> = { 1: 15.507, 2: 112.022 };
const MAD_LIMITS: Readonly<Record<BenfordDigits, [number, number, number]>> = {
  1: [0.006, 0.012, 0.015],
  2: [0.0012, 0.0018, 0.0022],
};

function rounded(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

function conformityOf(mad: number, [close, acceptable, marginal]: readonly number[]): Conformity {
  if (mad <= close!) return 'close';
  if (mad <= acceptable!) return 'acceptable';
  return mad <= marginal! ? 'marginal' : 'nonconforming';
}

/** Compares counts of leading digits (`counts` by digit or pair of digits) with the law; null where there are none. */
export function benford(counts: ReadonlyMap<number, number>, digits: BenfordDigits): BenfordResult | null {
  const first = digits === 1 ? 1 : 10;
  const last = digits === 1 ? 9 : 99;
  const values = [...counts.values()].reduce((sum, one) => sum + one, 0);
  if (values === 0) return null;
  let chiSquare = 0;
  let deviation = 0;
  const rows: BenfordRow[] = [];
  for (let d = first; d <= last; d += 1) {
    const expected = Math.log10(1 + 1 / d);
    const observed = counts.get(d) ?? 0;
    const share = observed / values;
    const difference = Math.abs(share - expected);
    const correction = 1 / (2 * values);
    const z =
      (difference > correction ? difference - correction : difference) /
      Math.sqrt((expected * (1 - expected)) / values);
    chiSquare += (observed - values * expected) ** 2 / (values * expected);
    deviation += difference;
    rows.push({
      digits: d,
      observed,
      observed_share: rounded(share),
      expected_share: rounded(expected),
      z: rounded(z),
    });
  }
  const mad = rounded(deviation / rows.length);
  return {
    values,
    rows,
    chi_square: rounded(chiSquare),
    degrees: rows.length - 1,
    chi_square_limit: CHI_SQUARE_LIMITS[digits],
    mad,
    mad_limits: MAD_LIMITS[digits],
    conformity: conformityOf(mad, MAD_LIMITS[digits]),
  };
}
