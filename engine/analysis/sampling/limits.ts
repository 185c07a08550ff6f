/** Logarithms of factorials 0 … n, as far as they were asked for. */
const logFactorials = [0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i += 1) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}

/** Logarithm of the number of ways to choose `k` of `n`. */
const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** P(X ≤ k) of a binomial distribution: `n` items, each deviating with probability `rate`. */
export function binomialAtMost(k: number, n: number, rate: number): number {
  if (k >= n || rate <= 0) return 1;
  if (rate >= 1) return 0;
  let sum = 0;
  for (let i = 0; i <= k; i += 1)
    sum += Math.exp(logChoose(n, i) + i * Math.log(rate) + (n - i) * Math.log1p(-rate));
  return Math.min(1, sum);
}

/** P(X ≤ k) when `n` items are drawn without replacement from `population`, of which `deviating` deviate. */
export function hypergeometricAtMost(k: number, n: number, population: number, deviating: number): number {
  let sum = 0;
  for (let i = Math.max(0, n - (population - deviating)); i <= Math.min(k, deviating, n); i += 1) {
    sum += Math.exp(
      logChoose(deviating, i) + logChoose(population - deviating, n - i) - logChoose(population, n),
    );
  }
  return Math.min(1, sum);
}

/** P(X ≤ k) of a Poisson distribution. */
export function poissonAtMost(k: number, mean: number): number {
  if (mean <= 0) return 1;
  let sum = 0;
  for (let i = 0; i <= k; i += 1) sum += Math.exp(i * Math.log(mean) - mean - logFactorial(i));
  return Math.min(1, sum);
}

/** The argument between `low` and `high` at which a falling function reaches `level`, to 1e-9. */
function solve(falling: (x: number) => number, level: number, low: number, high: number): number {
  let [from, to] = [low, high];
  while (to - from > 1e-10 * Math.max(1, to)) {
    const middle = (from + to) / 2;
    if (falling(middle) > level) from = middle;
    else to = middle;
  }
  return Math.round(((from + to) / 2) * 1e9) / 1e9;
}

/**
 * Exact one-sided upper limit of the rate of deviation (Clopper and Pearson 1934): `k` deviations were found in a sample
 * of `n`, and the risk of being wrong is `risk`. A share, 0 … 1.
 */
export function upperRate(k: number, n: number, risk: number): number {
  return k >= n ? 1 : solve((rate) => binomialAtMost(k, n, rate), risk, 0, 1);
}

/**
 * The same for a known, small population: the largest number of deviating items in it that still leaves a chance above
 * `risk` of seeing no more than `k` in the sample.
 */
export function upperCount(k: number, n: number, population: number, risk: number): number {
  let [low, high] = [k, population - (n - k)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (hypergeometricAtMost(k, n, population, middle) > risk) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Confidence factor of monetary-unit sampling: the Poisson mean that gives at most `k` with probability `risk`. */
export function poissonFactor(k: number, risk: number): number {
  return solve((mean) => poissonAtMost(k, mean), risk, 0, 10 * (k + 1) - 3 * Math.log(risk));
}
