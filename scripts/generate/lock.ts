import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOCK = join(import.meta.dirname, '..', '..', 'package-lock.json');

export interface LockedPackage {
  /** Folder below the root, such as `node_modules/react`. */
  path: string;
  name: string;
  version: string;
  /** SPDX expression as the package states it, or `not stated`. */
  license: string;
  /** Subresource integrity string of the archive. */
  integrity: string | null;
  /** Installed on some platforms only. */
  platformOnly: boolean;
  dependencies: string[];
}

interface LockEntry {
  name?: string;
  version?: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  devOptional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Code unit order: no locale takes part in what is generated. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The packages of the lock file that are delivered: all but those for development alone. */
export function readLock(): LockedPackage[] {
  const lock = JSON.parse(readFileSync(LOCK, 'utf8')) as { packages: Record<string, LockEntry> };
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.dev !== true && entry.devOptional !== true)
    .map(([path, entry]) => ({
      path,
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      license: entry.license ?? 'not stated',
      integrity: entry.integrity ?? null,
      platformOnly: entry.os !== undefined || entry.cpu !== undefined || entry.libc !== undefined,
      dependencies: Object.keys({
        ...entry.dependencies,
        ...entry.optionalDependencies,
        ...entry.peerDependencies,
      }),
    }))
    .sort((a, b) => compareText(a.path, b.path));
}
