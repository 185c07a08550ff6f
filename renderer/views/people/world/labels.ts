/** A label beside its place, in pixels. */
export interface Label {
  key: string;
  x: number;
  y: number;
  text: string;
}

const LETTER = 6.4;
const LINE = 13;

/** The labels that fit, in the order given: one that would lie over an earlier one is left out. */
export function fitting(labels: readonly Label[], width: number): Label[] {
  const kept: Label[] = [];
  const halfOf = ({ text }: Label): number => (text.length * LETTER) / 2;
  for (const label of labels) {
    const half = halfOf(label);
    const x = Math.min(Math.max(label.x, half), width - half);
    const free = kept.every(
      (other) => Math.abs(other.x - x) >= halfOf(other) + half || Math.abs(other.y - label.y) >= LINE,
    );
    if (free) kept.push({ ...label, x });
  }
  return kept;
}
