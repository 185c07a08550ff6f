import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { hasDisplay } from '#server/open-window.ts';
import { electronRuntime } from './electron-runtime.ts';
import { isStale } from './stale.ts';

// `npm start [-- <engagement>] [--port N] [--no-open]`: the desktop where its runtime and a display are, else the
// loopback host. A port or --no-open asks for the loopback host.
const ROOT = resolve(import.meta.dirname, '..');
const words = process.argv.slice(2);

function build(script: string): void {
  console.log('Building the window …');
  const { status } = spawnSync('npm', ['run', '-s', script], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(2);
}

/** Lives as long as what it started. */
function follow(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}

const runtime = electronRuntime(join(ROOT, 'node_modules', 'electron'), process.env);
const asksForServer = words.some((word) => word.startsWith('--'));
if (runtime !== undefined && hasDisplay(process.env, process.platform) && !asksForServer) {
  if (isStale(ROOT, 'out/main')) build('build:desktop');
  const [engagement] = words;
  const folder =
    engagement === undefined ? [] : [resolve(process.env['INIT_CWD'] ?? process.cwd(), engagement)];
  follow(spawn(runtime, [ROOT, ...folder], { stdio: 'inherit' }));
} else {
  if (runtime === undefined)
    console.log('The Electron runtime is not installed: Tickmark opens in the browser.');
  if (isStale(ROOT, 'dist/renderer')) build('build:renderer');
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  follow(
    spawn(process.execPath, [tsx, join(ROOT, 'server', 'main.ts'), ...words], {
      cwd: ROOT,
      stdio: 'inherit',
    }),
  );
}
