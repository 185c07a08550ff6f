import type { Framework } from './framework.ts';
import { frameworks } from './generated.ts';

export type { Framework, Requirement } from './framework.ts';

/** A requirement that a procedure serves. */
export interface Control {
  /** Name of the framework. */
  framework: string;
  requirement: string;
  summary: string;
}

/** All frameworks, by id. */
export function listFrameworks(): readonly Framework[] {
  return frameworks;
}

let index: Map<string, Control[]> | undefined;

function reverseIndex(): Map<string, Control[]> {
  const found = new Map<string, Control[]>();
  for (const { name, requirements } of frameworks) {
    for (const { id, summary, procedures } of requirements) {
      for (const procedure of procedures) {
        const controls = found.get(procedure) ?? [];
        controls.push({ framework: name, requirement: id, summary });
        found.set(procedure, controls);
      }
    }
  }
  return found;
}

/** Requirements that a procedure serves, in the order of the frameworks; the mapping files state the other direction. */
export function controlsOf(procedure: string): Control[] {
  index ??= reverseIndex();
  return index.get(procedure) ?? [];
}
