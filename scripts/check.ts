import { spawnSync } from 'node:child_process';

/** Types per runtime, lint, format, generated files. */
const steps: readonly (readonly string[])[] = [
  ...['shared', 'engine', 'renderer', 'hosts', 'preload', 'verifier', 'test'].map((name) => [
    'tsc',
    '-p',
    `tsconfig/${name}.json`,
  ]),
  ['oxlint', '--deny-warnings'],
  ['biome', 'format', '.'],
  ['tsx', 'scripts/generate.ts', '--check'],
];

const failed = steps.filter(([command, ...words]) => {
  const { status } = spawnSync('npx', [command!, ...words], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status !== 0;
});
for (const words of failed) console.error(`check failed: ${words.join(' ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
