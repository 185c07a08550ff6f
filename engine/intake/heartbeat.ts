import type { WorkOptions } from '#engine/engagement/types.ts';

/** Twice a second and more: the longest silence that still reads as work. */
const SILENCE_MS = 400;
const TICK_MS = 100;

/**
 * Runs `work` with its progress passed on. Where it says nothing for a while (one long statement of the database tells
 * nothing of itself), a sign of life names `phase`. Once cancelled, whatever statement runs is interrupted again and
 * again until the work has ended: an interrupt between two statements would be lost.
 */
export async function withHeartbeat<T>(
  options: WorkOptions,
  phase: string,
  interrupt: () => void,
  work: (options: WorkOptions) => Promise<T>,
): Promise<T> {
  const { signal, onProgress } = options;
  let spoke = performance.now();
  const timer = setInterval(() => {
    if (signal?.aborted) interrupt();
    const now = performance.now();
    if (now - spoke < SILENCE_MS) return;
    spoke = now;
    onProgress?.({ phase, done: 0, total: null, unit: 'records' });
  }, TICK_MS);
  try {
    return await work({
      ...options,
      onProgress: (update) => {
        spoke = performance.now();
        onProgress?.(update);
      },
    });
  } finally {
    clearInterval(timer);
  }
}
