/** What one side of a comparison took. */
export interface Run {
  /** Wall-clock seconds of the work itself: without start-up of the process, without making the data. */
  seconds: number;
  /** What came out, so that both sides can be seen to have answered the same question; null = not comparable. */
  answer: string | null;
  /** What else is worth knowing of the run. */
  note?: string;
}

export interface Baseline {
  name: string;
  /** null = the baseline is not installed on this machine. */
  run: (size: number) => Promise<Run | null>;
}

export interface BenchCase {
  name: string;
  /** What the size counts. */
  unit: string;
  sizes: { small: number; full: number };
  /** Writes the data into bench/.data, where it is not there yet. */
  prepare: (size: number) => Promise<void>;
  /** Facts about the data that the table should state, beside the size. */
  about?: (size: number) => string;
  ours: (size: number) => Promise<Run>;
  baselines: readonly Baseline[];
}

export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> {
  const began = performance.now();
  const value = await work();
  return { seconds: (performance.now() - began) / 1000, value };
}
