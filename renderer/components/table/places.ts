/** A line, and the element that shows it. */
export interface Place {
  key: number;
  line: number;
}

/**
 * The elements that show lines. One whose line went out of sight shows a line that came in, where it stands in the
 * document: to make elements, or to move them, takes many times as long as to fill them. At rest the document has
 * the order of the lines again, for those who read it and do not see it.
 */
export class Places {
  #order: number[] = [];
  #size = 0;

  /**
   * @param from first line to show
   * @param to line after the last one, at most `size` lines on
   * @param size how many elements there are; a change of it fills all of them anew
   */
  at(from: number, to: number, size: number, resting: boolean): Place[] {
    if (resting || size !== this.#size) {
      this.#order = Array.from({ length: size }, (_, n) => (from + n) % size);
      this.#size = size;
    }
    return this.#order.flatMap((key) => {
      // The one line from `from` on that this element shows.
      const line = from + ((((key - from) % size) + size) % size);
      return line < to ? [{ key, line }] : [];
    });
  }
}
