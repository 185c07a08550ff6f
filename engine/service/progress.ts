import type { CallOptions } from '#shared/contract/envelope.ts';
import type { ProgressUpdate } from '#engine/engagement/index.ts';

/** Reports closer together than this tell a person nothing. */
const INTERVAL_MS = 100;

/** Adds the rate of the phase, and lets through a report at each change of phase, at its end, and ten a second between. */
export function progressReporter(
  report: CallOptions['onProgress'],
): ((update: ProgressUpdate) => void) | undefined {
  if (!report) return undefined;
  let phase = '';
  let began = 0;
  let last = 0;
  return (update) => {
    const now = performance.now();
    const changed = update.phase !== phase;
    if (changed) {
      phase = update.phase;
      began = now;
    }
    const finished = update.total !== null && update.done >= update.total;
    if (!changed && !finished && now - last < INTERVAL_MS) return;
    last = now;
    const seconds = (now - began) / 1000;
    report({ ...update, rate: seconds < 0.2 ? null : update.done / seconds });
  };
}
