import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { isStale } from './stale.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Path of the Electron runtime, or undefined: the package carries none and fetches it on first use, which we never do. */
function electronRuntime(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const names = ['electron', 'electron.exe', join('Electron.app', 'Contents', 'MacOS', 'Electron')];
  return names.map((name) => join(folder, 'dist', name)).find((path) => existsSync(path) && statSync(path).isFile());
}

function build(script: string): void {
  console.log('Building the window …');
  const { status } = spawnSync('npm', ['run', '-s', script], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(2);
}

const words = process.argv.slice(2).map((word) => (word.startsWith('-') ? word : resolve(process.env['INIT_CWD'] ?? process.cwd(), word)));
const runtime = electronRuntime();
if (runtime !== undefined) {
  if (isStale(ROOT, 'out/main')) build('build:desktop');
  spawn(runtime, [ROOT, ...words], { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 0));
} else {
  console.log('The Electron runtime is not installed: Tickmark opens in the browser instead.');
  if (isStale(ROOT, 'dist/renderer')) build('build:renderer');
  spawn('npx', ['tsx', join(ROOT, 'server', 'main.ts'), ...words], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' }).on('exit', (code) => process.exit(code ?? 0));
}
