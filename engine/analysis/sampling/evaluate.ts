import { poissonFactor, upperCount, upperRate } from './limits.ts';

export interface AttributeResult {
  /** Rate of deviation in the sample, 0 … 1. */
  rate: number;
  /** Upper limit of the rate in the population at the risk, 0 … 1. */
  upper: number;
  /** Upper limit as a number of items, when the population is known. */
  upper_items: number | null;
  /** The upper limit lies at or below the tolerable rate. */
  within: boolean;
}

/** What a sample of an attribute test says about its population. */
export function evaluateAttribute(input: {
  size: number;
  deviations: number;
  risk: number;
  tolerable: number;
  population?: number;
}): AttributeResult {
  const { size, deviations, risk, tolerable, population } = input;
  const items = population === undefined ? null : upperCount(deviations, size, population, risk);
  const upper = items === null ? upperRate(deviations, size, risk) : items / population!;
  return { rate: deviations / size, upper, upper_items: items, within: upper <= tolerable };
}

export interface MonetaryResult {
  /** Sum of tainting × interval, and of the whole difference for items of an interval or more. */
  projected: number;
  /** Upper limit of the misstatement by Stringer's bound. */
  upper: number;
  within: boolean;
}

/**
 * What a monetary-unit sample says. `errors`: book and audited value of each item that differs; overstatements only,
 * because an item understated to nothing cannot be hit. Stringer's bound with Poisson factors.
 */
export function evaluateMonetary(input: {
  interval: number;
  risk: number;
  tolerable: number;
  errors: readonly { book: number; audited: number }[];
}): MonetaryResult {
  const { interval, risk, tolerable, errors } = input;
  const whole = errors.filter(({ book }) => book >= interval).reduce((sum, e) => sum + e.book - e.audited, 0);
  const taintings = errors
    .filter(({ book }) => book < interval)
    .map(({ book, audited }) => (book - audited) / book)
    .sort((a, b) => b - a);
  const projected = whole + taintings.reduce((sum, tainting) => sum + tainting * interval, 0);
  const added = taintings.reduce(
    (sum, tainting, i) => sum + (poissonFactor(i + 1, risk) - poissonFactor(i, risk)) * tainting,
    0,
  );
  const upper = whole + interval * (poissonFactor(0, risk) + added);
  return { projected, upper, within: upper <= tolerable };
}
