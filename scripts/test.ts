import { spawnSync } from 'node:child_process';
import { ensureTools } from './test-tools.ts';

/** The whole test run, in the order in which a failure is cheapest to learn of. Every step runs; any failure fails. */
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['npm', ['run', '-s', 'check']],
  ['npm', ['run', '-s', 'build:renderer']],
  ['npx', ['vitest', 'run']],
  // Once more for a journey that fails, since a machine may stand still for half a minute. Those are listed as flaky.
  ['npx', ['playwright', 'test', '--retries=1']],
  ['npx', ['tsx', 'test/e2e-electron/run.ts']],
];

let failed = !ensureTools();
for (const [command, words] of steps) {
  const started = performance.now();
  console.log(`\n── ${command} ${words.join(' ')}`);
  const { status } = spawnSync(command, words, { stdio: 'inherit', shell: process.platform === 'win32' });
  console.log(
    `── ${status === 0 ? 'done' : 'FAILED'}: ${command} ${words.join(' ')} (${Math.round((performance.now() - started) / 1000)} s)`,
  );
  if (status !== 0) failed = true;
}
process.exitCode = failed ? 1 : 0;
