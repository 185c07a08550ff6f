/** Words of the search for values that are written alike. */
export const similarWords = {
  title: 'Values written alike',
  within: 'within this column',
  threshold: 'Alike by at least',
  percent: (share: number) => `${share}\u00a0%`,
  find: 'Find pairs',
  job: (column: string) => `Values written alike: ${column}`,
  pair: 'pair',
  value: 'value',
  comparison: 'comparison',
  done: (pairs: string) => `${pairs}.`,
  none: 'No pair is written that much alike.',
  of: (left: string, right: string | null, compared: string) =>
    right === null ? `${left}, ${compared}.` : `${left} against ${right}, ${compared}.`,
  shown: (count: string) => `The ${count} most alike are shown.`,
  skipped: (beginnings: string) =>
    `Not compared by these beginnings, which too many values share: ${beginnings}`,
  pairs: 'Pairs of values that are written alike',
  alikeTo: 'is written like',
  alike: 'Alike',
} as const;
