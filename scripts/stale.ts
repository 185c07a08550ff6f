import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const INPUTS = [
  'renderer',
  'shared',
  'electron',
  'engine',
  'server',
  'fixtures',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'electron.vite.config.ts',
];

function newest(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether a build is missing or older than anything that it is made from. */
export function isStale(root: string, output: string): boolean {
  const built = newest(join(root, output));
  return built === 0 || INPUTS.some((input) => newest(join(root, input)) > built);
}
