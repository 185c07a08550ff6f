import { type SourceFile, cycles, reach } from './graph.ts';
import { GLOBALS_EXCEPT, NO_CYCLES, NO_GLOBALS, rules } from './rules.ts';

export interface Violation {
  rule: string;
  from: string;
  to: string;
}

/** Every breach of every rule. */
export function checkRules(files: ReadonlyMap<string, SourceFile>): Violation[] {
  const found: Violation[] = [];
  for (const { name, from, fromExcept, to, toExcept, reachable } of rules) {
    for (const file of files.values()) {
      if (!from.test(file.path) || fromExcept?.test(file.path) === true) continue;
      for (const target of reachable === true ? reach(files, file.path) : file.targets) {
        if (to.test(target) && toExcept?.test(target) !== true)
          found.push({ rule: name, from: file.path, to: target });
      }
    }
  }
  for (const circle of cycles(files)) {
    found.push({ rule: NO_CYCLES, from: circle[0] ?? '', to: circle.slice(1).join(' → ') });
  }
  for (const { path, globals } of files.values()) {
    if (!GLOBALS_EXCEPT.test(path))
      found.push(...globals.map((to) => ({ rule: NO_GLOBALS, from: path, to })));
  }
  return found;
}
