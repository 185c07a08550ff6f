import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { timed } from './case.ts';

const run = promisify(execFile);

/** Whether the program answers at all with these arguments. */
export function isThere(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Runs a program and gives what it printed, with its wall-clock time from start to end. */
export async function timedCommand(
  program: string,
  args: readonly string[],
): Promise<{ seconds: number; out: string }> {
  const { seconds, value } = await timed(() => run(program, [...args], { maxBuffer: 1 << 26 }));
  return { seconds, out: value.stdout.trim() };
}
