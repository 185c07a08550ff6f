import { spawnSync } from 'node:child_process';

/** The whole test run, in the order in which a failure is cheapest to learn of. Every step runs; any failure fails. */
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['npm', ['run', '-s', 'check']],
  ['npm', ['run', '-s', 'build:renderer']],
  ['npx', ['vitest', 'run']],
  ['npx', ['playwright', 'test']],
];

let failed = false;
for (const [command, words] of steps) {
  console.log(`\n── ${command} ${words.join(' ')}`);
  const { status } = spawnSync(command, words, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`── failed: ${command} ${words.join(' ')}`);
    failed = true;
  }
}
process.exitCode = failed ? 1 : 0;
