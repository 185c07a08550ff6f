/** Where breaks lie on a strip of that width, each place once: many breaks at one place of the screen are one line. */
export function marksOf(indexes: readonly number[], events: number, width: number): number[] {
  const at = (index: number): number =>
    events <= 1 ? 0 : (Math.min(index, events - 1) / (events - 1)) * (width - 4) + 2;
  return [...new Set(indexes.map((index) => Math.round(at(index))))];
}
