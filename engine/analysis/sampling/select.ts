/** SHA-256 of a text in UTF-8, lower-case hex: passed in, so that this folder stays free of a runtime. */
export type Sha256 = (text: string) => string;

export interface Item {
  /** What names the item in its population; no two are equal. */
  key: string;
}

export interface WeightedItem extends Item {
  /** Whole units, 0 or more. */
  weight: bigint;
}

/** Order of the bytes in UTF-8, which is that of code points: what `LC_ALL=C sort` gives. */
function byText(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  if (i === a.length || i === b.length) return a.length - b.length;
  const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
  // Halves of a pair stand for code points beyond all others.
  const pair = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
  return pair(x) === pair(y) ? x - y : pair(x) ? 1 : -1;
}

/** The number by which an item is drawn: `printf '%s' 'SEED:KEY' | sha256sum`. */
export function rankOf(seed: string, key: string, sha256: Sha256): string {
  return sha256(`${seed}:${key}`);
}

/**
 * Simple random sample without replacement: the `size` items with the smallest ranks, in order of rank. Anybody can draw
 * it again with a stock SHA-256 and `sort`; the order of the population does not matter.
 */
export function drawRandom<T extends Item>(
  items: readonly T[],
  size: number,
  seed: string,
  sha256: Sha256,
): T[] {
  return items
    .map((item) => ({ item, rank: rankOf(seed, item.key, sha256) }))
    .sort((a, b) => byText(a.rank, b.rank) || byText(a.item.key, b.item.key))
    .slice(0, size)
    .map(({ item }) => item);
}

/**
 * How many items of each stratum: in proportion to its number, by largest remainders (ties: name order), and at least
 * one of each stratum as long as `size` allows.
 */
export function allocate(counts: ReadonlyMap<string, number>, size: number): Map<string, number> {
  const names = [...counts.keys()].sort(byText);
  const total = names.reduce((sum, name) => sum + counts.get(name)!, 0);
  const wanted = Math.min(size, total);
  const given = new Map(names.map((name) => [name, 0]));
  if (total === 0) return given;
  if (wanted >= names.length) for (const name of names) given.set(name, 1);
  const left = () => wanted - [...given.values()].reduce((sum, count) => sum + count, 0);
  // One after the other to the stratum that lies furthest below its share.
  while (left() > 0) {
    const open = names.filter((name) => given.get(name)! < counts.get(name)!);
    const shortfall = (name: string) => (counts.get(name)! * wanted) / total - given.get(name)!;
    const next = open.reduce((best, name) => (shortfall(name) > shortfall(best) + 1e-12 ? name : best));
    given.set(next, given.get(next)! + 1);
  }
  return given;
}

/** A random sample of each stratum; strata in name order, each in order of rank. */
export function drawStratified<T extends Item & { stratum: string }>(
  items: readonly T[],
  size: number,
  seed: string,
  sha256: Sha256,
): T[] {
  const strata = new Map<string, T[]>();
  for (const item of items) {
    const members = strata.get(item.stratum);
    if (members === undefined) strata.set(item.stratum, [item]);
    else members.push(item);
  }
  const given = allocate(new Map([...strata].map(([name, members]) => [name, members.length])), size);
  return [...given].flatMap(([name, count]) => drawRandom(strata.get(name)!, count, seed, sha256));
}

export interface MonetaryDraw<T> {
  interval: bigint;
  /** The first unit that is hit, 1 … interval. */
  start: bigint;
  /** Items in population order with the number of units that hit them; items of an interval or more are always hit. */
  hits: { item: T; hits: number }[];
}

/**
 * Monetary-unit sample with a fixed interval. Items are taken in order of key; the units hit are start, start + interval,
 * … where start = 1 + (first 15 hex digits of SHA-256("SEED:start") modulo interval).
 */
export function drawMonetary<T extends WeightedItem>(
  items: readonly T[],
  interval: bigint,
  seed: string,
  sha256: Sha256,
): MonetaryDraw<T> {
  const start = 1n + (BigInt(`0x${rankOf(seed, 'start', sha256).slice(0, 15)}`) % interval);
  const hits: MonetaryDraw<T>['hits'] = [];
  let before = 0n;
  for (const item of [...items].sort((a, b) => byText(a.key, b.key))) {
    const after = before + item.weight;
    const count = hitsUpTo(after, start, interval) - hitsUpTo(before, start, interval);
    if (count > 0n) hits.push({ item, hits: Number(count) });
    before = after;
  }
  return { interval, start, hits };
}

function hitsUpTo(unit: bigint, start: bigint, interval: bigint): bigint {
  return unit < start ? 0n : (unit - start) / interval + 1n;
}
