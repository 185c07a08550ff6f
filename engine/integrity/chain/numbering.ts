const TRACKED = 8;
const USUAL = 0.9;

/** Learns by how much the numbers of linked neighbours usually grow. */
export class Numbering {
  private readonly counts = new Map<number, number>();
  private links = 0;

  link(before: number | null, after: number | null): void {
    if (before === null || after === null) return;
    this.links++;
    const step = after - before;
    const count = this.counts.get(step);
    if (count !== undefined) this.counts.set(step, count + 1);
    else if (this.counts.size < TRACKED) this.counts.set(step, 1);
  }

  /** The step that at least nine tenths of the numbered links take, or null when the numbers say nothing. */
  step(): number | null {
    for (const [step, count] of this.counts) if (step > 0 && count >= this.links * USUAL) return step;
    return null;
  }
}

/** Numbers over the whole log, for logs whose chains share one counter. */
export class LogNumbering {
  /** Places where the counter did not grow by one. */
  gaps = 0;
  private regular = 0;
  private last: number | null = null;

  record(number: number | null): void {
    if (number !== null && this.last !== null) {
      if (number === this.last + 1) this.regular++;
      else this.gaps++;
    }
    if (number !== null) this.last = number;
  }

  usable(): boolean {
    return this.regular > 0 && this.regular >= (this.regular + this.gaps) * USUAL;
  }
}
