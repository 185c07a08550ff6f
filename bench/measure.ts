import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchCase, Run, Took } from './case.ts';

export interface Measured extends Run {
  /** Highest resident memory of the process, Node and the loader included, programs that it called not. */
  peak_mb: number;
}

export interface Comparison {
  case: string;
  size: number;
  unit: string;
  about: string | null;
  rounds: number;
  /** Medians of the rounds. */
  seconds: number;
  cpu_seconds: number | null;
  /** Highest of the rounds. */
  peak_mb: number;
  baseline: string;
  /** null = the baseline is not installed here. */
  baseline_seconds: number | null;
  baseline_cpu_seconds: number | null;
  /** Ours by the baseline: below 1 we are faster. */
  ratio: number | null;
  /** The same of processor seconds. */
  cpu_ratio: number | null;
  note: string | null;
  /** Both sides gave the same answer; null = they answer different questions. */
  same_answer: boolean | null;
  answers: (string | null)[];
}

const SIDE = fileURLToPath(new URL('side.ts', import.meta.url));

/** Memory and warm code of one side never help or hurt the other: each runs in its own process. */
function runSide(name: string, size: number, side: string, nodeArgs: readonly string[]) {
  return new Promise<Measured | null>((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...nodeArgs, SIDE, name, String(size), side], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Measured | null);
      else reject(new Error(`${name} (${side}) ended with ${code}`));
    });
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Medians of the runs of one side; null where it never ran. */
function tookOf(runs: readonly Measured[]): Took | null {
  if (runs.length === 0) return null;
  const cpu = runs.map((run) => run.cpu_seconds).filter((seconds) => seconds !== null);
  return {
    seconds: median(runs.map((run) => run.seconds)),
    cpu_seconds: cpu.length === 0 ? null : median(cpu),
  };
}

function ratioOf(ours: number | null, theirs: number | null | undefined): number | null {
  return ours === null || theirs === null || theirs === undefined ? null : ours / theirs;
}

export interface MeasureOptions {
  rounds: number;
  /** Folder for CPU profiles of our side. */
  profileDir?: string | undefined;
  onStep: (text: string) => void;
}

/** All comparisons of a case. The sides take turns, so that a slow moment of the machine hits both. */
export async function measure(one: BenchCase, size: number, options: MeasureOptions): Promise<Comparison[]> {
  const { rounds, profileDir, onStep } = options;
  onStep(`${one.name}: data`);
  await one.prepare(size);
  const sides = ['ours', ...one.baselines.keys()].map(String);
  const runs = new Map<string, (Measured | null)[]>(sides.map((side) => [side, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const side of sides) {
      const called = side === 'ours' ? 'ours' : one.baselines[Number(side)]!.name;
      onStep(`${one.name}: ${called}, round ${round} of ${rounds}`);
      const profile =
        side === 'ours' && profileDir !== undefined ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
      runs.get(side)!.push(await runSide(one.name, size, side, profile));
    }
  }
  const ours = runs.get('ours')!.filter((run) => run !== null);
  const took = tookOf(ours)!;
  return one.baselines.map(({ name }, i) => {
    const theirs = runs.get(String(i))!.filter((run) => run !== null);
    const baseline = tookOf(theirs);
    const answers = [ours[0]!.answer, theirs[0]?.answer ?? null];
    return {
      case: one.name,
      size,
      unit: one.unit,
      about: one.about?.(size) ?? null,
      rounds,
      ...took,
      peak_mb: Math.max(...ours.map((run) => run.peak_mb)),
      baseline: name,
      baseline_seconds: baseline?.seconds ?? null,
      baseline_cpu_seconds: baseline?.cpu_seconds ?? null,
      ratio: ratioOf(took.seconds, baseline?.seconds),
      cpu_ratio: ratioOf(took.cpu_seconds, baseline?.cpu_seconds),
      note: ours[0]!.note ?? null,
      same_answer: answers.includes(null) ? null : answers[0] === answers[1],
      answers,
    };
  });
}
