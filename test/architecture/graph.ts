import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseFile } from './parse-file.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

/** Part of the runtime that runs us, though installed for development. */
const RUNTIME = new Set(['electron']);

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  path: string;
  /** See rules.ts for the forms. */
  targets: string[];
  globals: string[];
}

/** Every TypeScript file under the folders of a root, with what it imports. `except` matches paths to leave out. */
export function readGraph(
  root: string,
  folders: readonly string[],
  except?: RegExp,
): Map<string, SourceFile> {
  const files = new Map<string, SourceFile>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const path = relative(root, file).replaceAll('\\', '/');
      if (!entry.isFile() || !/\.tsx?$/u.test(entry.name) || except?.test(path) === true) continue;
      const { specifiers, globals } = parseFile(path, readFileSync(file, 'utf8'));
      files.set(path, {
        path,
        globals,
        targets: specifiers.map((specifier) => resolve(root, path, specifier)),
      });
    }
  }
  return files;
}

function resolve(root: string, from: string, specifier: string): string {
  const bare = specifier.split('?')[0] ?? '';
  if (bare.startsWith('.')) return local(root, posix.join(posix.dirname(from), bare), specifier);
  // package.json: "#engine/*" → "./engine/*", and so on for each layer.
  if (bare.startsWith('#')) return local(root, bare.slice(1), specifier);
  if (bare.startsWith('node:')) return bare;
  if (builtinModules.includes(bare)) return `node:${bare}`;
  return library(bare);
}

function local(root: string, path: string, specifier: string): string {
  return !path.startsWith('..') && existsSync(join(root, path)) ? path : `unresolved:${specifier}`;
}

function library(specifier: string): string {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (!existsSync(join(ROOT, 'node_modules', name))) return `unresolved:${specifier}`;
  if (Object.hasOwn(dependencies, name) || RUNTIME.has(name)) return `npm:${name}`;
  return Object.hasOwn(devDependencies, name) ? `npm-dev:${name}` : `npm-undeclared:${name}`;
}

/** The files from which each file can be reached lie in one circle with it: those circles, each once. */
export function cycles(files: ReadonlyMap<string, SourceFile>): string[][] {
  const found = new Map<string, string[]>();
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const circle = trail.slice(at);
      found.set(circle.toSorted().join(), circle);
      return;
    }
    if (done.has(path)) return;
    for (const target of files.get(path)?.targets ?? []) {
      if (files.has(target)) walk(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of files.keys()) walk(path, []);
  return [...found.values()];
}

/** All that a file imports, directly and by way of others. */
export function reach(files: ReadonlyMap<string, SourceFile>, from: string): Set<string> {
  const reached = new Set<string>();
  const open = [from];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const target of files.get(path)?.targets ?? []) {
      if (!reached.has(target)) open.push(target);
      reached.add(target);
    }
  }
  return reached;
}
