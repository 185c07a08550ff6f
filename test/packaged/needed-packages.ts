import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

interface Locked {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * Packages (`yaml 2.9.1`) that code needs: those of the program's direct ones that it names, and what they depend on by the
 * lock file, each as Node would find it. Types are none of them; what is only installed on another platform is.
 */
export function neededPackages(texts: readonly string[]): Set<string> {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  // As a module, or as a file in a package; the manifest that the program carries names its packages too.
  const named = (name: string): boolean =>
    texts.some((text) =>
      new RegExp(`(\\b(from|import|require)\\s*\\(?\\s*["']${name}["'])|["']${name}/`).test(text),
    );
  const needed = new Map<string, string>();
  const take = (path: string | null, name: string): void => {
    if (path === null || needed.has(path) || name.startsWith('@types/')) return;
    const { version, dependencies, optionalDependencies } = packages[path]!;
    needed.set(path, `${name} ${version}`);
    for (const other of Object.keys({ ...dependencies, ...optionalDependencies }))
      take(find(path, other), other);
  };
  const find = (from: string, name: string): string | null => {
    const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
    if (path in packages) return path;
    return from === '' ? null : find(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
  };
  for (const name of Object.keys(packages['']?.dependencies ?? {}))
    if (named(name)) take(find('', name), name);
  return new Set(needed.values());
}
