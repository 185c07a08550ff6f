import { HEAD_HEIGHT, ROW_HEIGHT } from './features.ts';

/** What a grid shows of its lines. */
export interface Shown {
  /** The first line that is on screen, whole or in part. */
  first: number;
  /** How many lines fit. */
  fits: number;
  /** Whether it was scrolled sideways. */
  aside: boolean;
  /** False while it is being scrolled. */
  resting: boolean;
}

/** A pause of this many milliseconds ends a scrolling. */
const PAUSE = 150;

/** Where a scroller stands, in lines. Listeners are told within the frame in which it was scrolled. */
export class Viewport {
  readonly #listeners = new Set<() => void>();
  // Until it is known how much room there is: enough for all of the window.
  #shown: Shown = { first: 0, fits: linesIn(window.innerHeight), aside: false, resting: true };
  #scroller: HTMLElement | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shown = (): Shown => this.#shown;

  /** Follows a scroller whose head stays in place; returns the way to stop. */
  follow(scroller: HTMLElement): () => void {
    this.#scroller = scroller;
    let pause: ReturnType<typeof setTimeout> | undefined;
    const scrolled = (): void => {
      clearTimeout(pause);
      pause = setTimeout(() => this.#change({ resting: true }), PAUSE);
      const first = Math.floor(scroller.scrollTop / ROW_HEIGHT);
      this.#change({ first, aside: scroller.scrollLeft > 0, resting: false });
    };
    const sized = new ResizeObserver(() =>
      this.#change({ fits: linesIn(scroller.clientHeight - HEAD_HEIGHT) }),
    );
    scroller.addEventListener('scroll', scrolled, { passive: true });
    sized.observe(scroller);
    return () => {
      clearTimeout(pause);
      scroller.removeEventListener('scroll', scrolled);
      sized.disconnect();
    };
  }

  /** Scrolls as little as brings a line on screen whole. */
  reveal(line: number): void {
    if (!this.#scroller) return;
    const { scrollTop, clientHeight } = this.#scroller;
    const top = line * ROW_HEIGHT;
    const lowest = top + ROW_HEIGHT - (clientHeight - HEAD_HEIGHT);
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (lowest > scrollTop) this.#scroller.scrollTop = lowest;
  }

  #change(part: Partial<Shown>): void {
    const next = { ...this.#shown, ...part };
    const { first, fits, aside, resting } = this.#shown;
    if (next.first === first && next.fits === fits && next.aside === aside && next.resting === resting)
      return;
    this.#shown = next;
    for (const listener of this.#listeners) listener();
  }
}

/** Lines that can be seen at once in so many pixels: the one at each edge in part. */
function linesIn(height: number): number {
  return Math.ceil(Math.max(0, height) / ROW_HEIGHT) + 1;
}
