function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}

/** Up to three candidates by Levenshtein distance; a candidate that contains the word comes first. */
export function nearest(word: string, candidates: readonly string[]): string[] {
  const ranked = candidates.map((candidate) => ({
    candidate,
    rank: candidate.includes(word) && word !== '' ? -1 : distance(word, candidate),
  }));
  ranked.sort((a, b) => a.rank - b.rank || (a.candidate < b.candidate ? -1 : 1));
  return ranked.slice(0, 3).map((entry) => entry.candidate);
}
