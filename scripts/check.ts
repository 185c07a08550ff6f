import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Types per runtime, lint, format, generated files: two steps at a time, each one's words together. */
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
const AT_ONCE = 2;

const BIN = resolve(import.meta.dirname, '..', 'node_modules', '.bin');
const onWindows = process.platform === 'win32';

/** Whether the step ended well; what it printed is printed when it ends. */
function passes([command, ...words]: readonly string[]): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(join(BIN, command!), words, { stdio: ['ignore', 'pipe', 'pipe'], shell: onWindows });
    const printed: [NodeJS.WriteStream, Buffer][] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push([process.stdout, chunk]));
    child.stderr.on('data', (chunk: Buffer) => printed.push([process.stderr, chunk]));
    child.once('error', (error) => printed.push([process.stderr, Buffer.from(`${error.message}\n`)]));
    child.once('close', (status) => {
      for (const [stream, chunk] of printed) stream.write(chunk);
      done(status === 0);
    });
  });
}

const failed: (readonly string[])[] = [];
// The longest, generating, begins first.
const waiting = [...steps].reverse();
async function work(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
    if (!(await passes(step))) failed.push(step);
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
for (const words of failed) console.error(`check failed: ${words.join(' ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
