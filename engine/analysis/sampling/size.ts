import { binomialAtMost, hypergeometricAtMost, poissonFactor } from './limits.ts';

/** Beyond this a test of every item is the better test. */
const LARGEST = 10_000;

export interface AttributePlan {
  /** Risk of relying on a control that deviates at the tolerable rate, 0 … 1 (0.05 = 95 % confidence). */
  risk: number;
  /** Highest rate of deviation that would still be accepted, 0 … 1. */
  tolerable: number;
  /** Rate expected before the test, 0 … 1, below the tolerable one. */
  expected: number;
  /** Number of items, when it is known and small; the exact distribution is then hypergeometric. */
  population?: number;
}

export interface SampleSize {
  size: number;
  /** Deviations with which the tolerable rate would still be shown. */
  acceptable: number;
}

/**
 * Smallest sample of an attribute test with exact limits: with no more than the expected number of deviations
 * (rounded up) the tolerable rate is ruled out at the risk. Null when no sample below the whole population does.
 */
export function attributeSize({ risk, tolerable, expected, population }: AttributePlan): SampleSize | null {
  const limit = Math.min(population ?? LARGEST, LARGEST);
  // The fewest deviating items that would be a rate at or above the tolerable one.
  const deviating = population === undefined ? 0 : Math.ceil(population * tolerable - 1e-9);
  for (let size = 1; size <= limit; size += 1) {
    const acceptable = Math.max(0, Math.ceil(size * expected - 1e-9));
    const chance =
      population === undefined
        ? binomialAtMost(acceptable, size, tolerable)
        : hypergeometricAtMost(acceptable, size, population, deviating);
    if (acceptable < size && chance <= risk + 1e-12) return { size, acceptable };
  }
  return null;
}

export interface MonetaryPlan {
  risk: number;
  /** Book value of the population, in units (cents, bytes, whatever is counted). */
  value: number;
  /** Largest misstatement that would be accepted, in the same unit. */
  tolerable: number;
  /** Whole misstated items that are expected. */
  expected: number;
}

/** Monetary-unit sampling: interval = tolerable ÷ Poisson factor; size = value ÷ interval, rounded up. */
export function monetarySize({ risk, value, tolerable, expected }: MonetaryPlan): {
  size: number;
  interval: number;
} {
  const interval = Math.floor(tolerable / poissonFactor(expected, risk));
  return { size: Math.ceil(value / Math.max(1, interval)), interval: Math.max(1, interval) };
}
