import type { WebContents } from 'electron';

/** Calls under way, by window and the name that the window gave. A page that goes away takes its calls with it. */
export class Jobs {
  readonly #byWindow = new WeakMap<WebContents, Map<string, AbortController>>();

  /** The signal that ends the call; undefined when the window has a call of that name already. */
  begin(window: WebContents, job: string): AbortSignal | undefined {
    const jobs = this.#of(window);
    if (jobs.has(job)) return undefined;
    const controller = new AbortController();
    jobs.set(job, controller);
    return controller.signal;
  }

  end(window: WebContents, job: string): void {
    this.#of(window).delete(job);
  }

  /** Cancelling what has ended is no error: the two may cross. */
  cancel(window: WebContents, job: string): void {
    this.#of(window).get(job)?.abort();
  }

  #of(window: WebContents): Map<string, AbortController> {
    const known = this.#byWindow.get(window);
    if (known !== undefined) return known;
    const jobs = new Map<string, AbortController>();
    const abortAll = () => {
      for (const controller of jobs.values()) controller.abort();
    };
    window.once('destroyed', abortAll);
    window.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) abortAll();
    });
    this.#byWindow.set(window, jobs);
    return jobs;
  }
}
