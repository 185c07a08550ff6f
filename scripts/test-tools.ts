import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Stock tools that the tests compare with, and the Debian packages that carry them. */
export const TOOLS: Readonly<Record<string, string>> = {
  openssl: 'openssl',
  unzip: 'unzip',
  zip: 'zip',
  python3: 'python3',
  pdfsig: 'poppler-utils',
  pdftotext: 'poppler-utils',
};

export function missingTools(path: string = process.env['PATH'] ?? ''): string[] {
  const folders = path.split(delimiter);
  return Object.keys(TOOLS).filter((tool) => !folders.some((folder) => existsSync(join(folder, tool))));
}

/** Installs what is missing where that is possible (root on Debian); else says what to install. Returns whether all are there. */
export function ensureTools(): boolean {
  const missing = missingTools();
  if (missing.length === 0) return true;
  const packages = [...new Set(missing.map((tool) => TOOLS[tool]!))];
  const isDebian =
    existsSync('/etc/os-release') &&
    /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/mu.test(readFileSync('/etc/os-release', 'utf8'));
  if (isDebian && process.getuid?.() === 0) {
    const install = ['install', '-y', '--no-install-recommends', ...packages];
    for (const words of [['update'], install]) spawnSync('apt-get', words, { stdio: 'inherit' });
    if (missingTools().length === 0) return true;
  }
  console.error(`The tests compare with stock tools that are not here: ${missing.join(', ')}.`);
  console.error(`On Debian or Ubuntu: apt-get install -y --no-install-recommends ${packages.join(' ')}`);
  return false;
}
