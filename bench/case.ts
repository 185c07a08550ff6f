/** What one side of a comparison took. */
export interface Run {
  /** Wall-clock seconds of the work itself: without start-up of the process, without making the data. */
  seconds: number;
  /** Processor seconds of all threads: on a busy machine they say more than the clock. null = not known. */
  cpu_seconds: number | null;
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

export type Took = Pick<Run, 'seconds' | 'cpu_seconds'>;

export async function timed<T>(work: () => Promise<T>): Promise<{ took: Took; value: T }> {
  const before = process.cpuUsage();
  const began = performance.now();
  const value = await work();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { took: { seconds, cpu_seconds: (user + system) / 1e6 }, value };
}
