import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

// `npm run dev [-- <engagement>]`: the window is rebuilt when its files change (reload the page), the host is
// started again when its own or the engine's do (open the new address).
const ROOT = resolve(import.meta.dirname, '..');
const words = process.argv.slice(2);

const bin = (tool: string, ...path: string[]) => join(ROOT, 'node_modules', tool, ...path);
const run = (...command: string[]): ChildProcess =>
  spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });

const children = [
  run(bin('vite', 'bin', 'vite.js'), 'build', '--watch'),
  run(
    bin('tsx', 'dist', 'cli.mjs'),
    'watch',
    '--clear-screen=false',
    join(ROOT, 'server', 'main.ts'),
    ...words,
  ),
];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
for (const child of children) child.once('exit', (code) => process.exit(code ?? 0));
