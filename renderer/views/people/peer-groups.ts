/** People of one department and job title, by the number of permissions that they hold. */
export interface PeerGroup {
  label: string;
  size: number;
  median: number;
  /** Ascending by `held`. */
  spots: readonly { held: number; people: number }[];
}

/** Rows of `peerGroupsSql`: label, size, median, `held:people` pairs. */
export function readGroups(rows: readonly (readonly unknown[])[]): PeerGroup[] {
  return rows.map(([label, size, median, pairs]) => ({
    label: String(label),
    size: Number(size),
    median: Number(median),
    spots: String(pairs)
      .split(' ')
      .map((pair) => {
        const [held = 0, people = 0] = pair.split(':').map(Number);
        return { held, people };
      }),
  }));
}

/** Round numbers from 0 up to `most` and the next one above, six of them or fewer. */
export function ticks(most: number): number[] {
  const raw = Math.max(1, most) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= raw) ?? raw);
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, i) => i * step);
}
