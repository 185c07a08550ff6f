import type { Answer, HostConnection, Progress } from './types.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { create } from 'zustand';
import { say } from '../components/copy.ts';

export interface Job {
  id: number;
  /** What the user asked for, as a phrase: "Run 12 procedures". */
  title: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  progress: Progress | null;
  cancel: () => void;
}

interface JobState {
  jobs: readonly Job[];
  /** Counts finished changes: views that read the engagement read again when it moves. */
  revision: number;
  /** Counts what can have changed the findings. */
  runs: number;
}

export const useJobs = create<JobState>(() => ({ jobs: [], revision: 0, runs: 0 }));

let last = 0;
const KEPT = 20;
const FINDS: ReadonlySet<MethodName> = new Set(['procedures.run', 'intake.import', 'engagement.sample']);

function change(id: number, part: Partial<Job>): void {
  useJobs.setState((state) => ({
    jobs: state.jobs.map((job) => (job.id === id ? { ...job, ...part } : job)),
  }));
}

/** Tells every view that what the engagement holds has changed. */
export function touch(): void {
  useJobs.setState((state) => ({ revision: state.revision + 1 }));
}

export interface JobOptions<T> {
  title: string;
  /** The sentence for the status bar when the work is done. */
  outcome: (value: T) => string;
  cancelled: string;
  /** Leaves the engagement as it was: nothing needs to be read again. */
  readOnly?: boolean;
}

/** Runs long work with a line in the status bar: progress, cancel, and what it left. */
export async function runJob<M extends MethodName>(
  connection: HostConnection,
  method: M,
  params: Params<M>,
  options: JobOptions<Result<M>>,
): Promise<Answer<Result<M>>> {
  const id = ++last;
  const controller = new AbortController();
  const job: Job = {
    id,
    title: options.title,
    state: 'running',
    progress: null,
    cancel: () => controller.abort(),
  };
  useJobs.setState((state) => ({ jobs: [...state.jobs.slice(-KEPT), job] }));
  const answer = await connection.call(method, params, {
    signal: controller.signal,
    onProgress: (progress) => change(id, { progress }),
  });
  const [state, outcome] = endOf(answer, options);
  change(id, { state });
  say(`${options.title}: ${outcome}`);
  if (FINDS.has(method)) useJobs.setState((all) => ({ runs: all.runs + 1 }));
  if (!options.readOnly) touch();
  return answer;
}

function endOf<T>(answer: Answer<T>, options: JobOptions<T>): [Job['state'], string] {
  if (answer.ok) return ['done', options.outcome(answer.value)];
  if (answer.error.code === 'CANCELLED') return ['cancelled', options.cancelled];
  return ['failed', answer.error.message];
}
