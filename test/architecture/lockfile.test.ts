import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  version?: string;
  resolved?: string;
  link?: true;
  integrity?: string;
  hasInstallScript?: true;
  optionalDependencies?: Record<string, string>;
}

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');
const lockText = read('package-lock.json');
const { packages } = JSON.parse(lockText) as { packages: Record<string, LockedPackage> };
const manifest = JSON.parse(read('package.json')) as Manifest;
const installed = Object.entries(packages).filter(([path]) => path !== '');

/** As Node looks for it: in the package's own node_modules, then in each folder above. */
function find(from: string, name: string): LockedPackage | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const found = packages[at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`];
    if (found !== undefined || at === '') return found;
    if (!at.includes('/node_modules/')) return packages[`node_modules/${name}`];
  }
}

describe('the lock file', () => {
  it('names no registry', () => {
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(lockText).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('has a digest for every package', () => {
    expect(installed.filter(([, entry]) => entry.integrity === undefined).map(([path]) => path)).toEqual([]);
  });

  it('holds the packages of every platform, not only of the one that wrote it', () => {
    const missing = installed.flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter((name) => find(path, name) === undefined)
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(['win32-x64', 'darwin-arm64', 'darwin-x64', 'linux-x64', 'linux-arm64'])(
    'has the database for %s',
    (platform) => {
      expect(packages[`node_modules/@duckdb/node-bindings-${platform}`]?.version).toBe(
        manifest.dependencies['@duckdb/node-api'],
      );
    },
  );

  it('pins every direct package to one version', () => {
    const direct = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(direct.filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/u.test(range))).toEqual([]);
    expect(direct.filter(([name, range]) => packages[`node_modules/${name}`]?.version !== range)).toEqual([]);
  });
});
