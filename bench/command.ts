import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Took } from './case.ts';

const run = promisify(execFile);

/** Whether the program answers at all with these arguments. */
export function isThere(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Node does not tell the processor time of a child; the shell does. */
const TIMED = 'TIMEFORMAT="%3R %3U %3S"; time "$0" "$@"';

/** Runs a program and gives what it printed, with its time from start to end. Needs bash. */
export async function timedCommand(
  program: string,
  args: readonly string[],
): Promise<{ took: Took; out: string }> {
  const { stdout, stderr } = await run('bash', ['-c', TIMED, program, ...args], {
    maxBuffer: 1 << 26,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const [seconds, user, system] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return { took: { seconds: seconds!, cpu_seconds: user! + system! }, out: stdout.trim() };
}
