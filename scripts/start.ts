import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { electronRuntime } from './electron-runtime.ts';
import { isStale } from './stale.ts';

const ROOT = resolve(import.meta.dirname, '..');

function build(script: string): void {
  console.log('Building the window …');
  const { status } = spawnSync('npm', ['run', '-s', script], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(2);
}

const words = process.argv
  .slice(2)
  .map((word) => (word.startsWith('-') ? word : resolve(process.env['INIT_CWD'] ?? process.cwd(), word)));
const runtime = electronRuntime(join(ROOT, 'node_modules', 'electron'), process.env);
if (runtime !== undefined) {
  if (isStale(ROOT, 'out/main')) build('build:desktop');
  spawn(runtime, [ROOT, ...words], { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 0));
} else {
  console.log('The Electron runtime is not installed: Tickmark opens in the browser instead.');
  if (isStale(ROOT, 'dist/renderer')) build('build:renderer');
  spawn('npx', ['tsx', join(ROOT, 'server', 'main.ts'), ...words], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  }).on('exit', (code) => process.exit(code ?? 0));
}
