/**
 * The items that must move so that the rest stands in ascending order, moving as few records as possible: all that is
 * outside a heaviest increasing subsequence. `ranks` are a permutation in file order. Of equal choices the earlier
 * item in the file is the one out of place.
 */
export function displacedItems(ranks: readonly number[], weights: readonly number[]): number[] {
  const count = ranks.length;
  // Prefix maxima over ranks in a Fenwick tree: best[i] is the item that ends the heaviest run among lower ranks.
  const tree = new Int32Array(count + 1).fill(-1);
  const total = new Float64Array(count);
  const before = new Int32Array(count).fill(-1);
  const better = (a: number, b: number) =>
    b < 0 || (a >= 0 && (total[a]! > total[b]! || (total[a] === total[b] && a > b)));
  for (let item = 0; item < count; item++) {
    let best = -1;
    for (let i = ranks[item]!; i > 0; i -= i & -i) if (better(tree[i]!, best)) best = tree[i]!;
    before[item] = best;
    total[item] = weights[item]! + (best < 0 ? 0 : total[best]!);
    for (let i = ranks[item]! + 1; i <= count; i += i & -i) if (better(item, tree[i]!)) tree[i] = item;
  }
  let last = -1;
  for (let item = 0; item < count; item++) if (better(item, last)) last = item;
  const kept = new Set<number>();
  for (let item = last; item >= 0; item = before[item]!) kept.add(item);
  return ranks.map((_, item) => item).filter((item) => !kept.has(item));
}
