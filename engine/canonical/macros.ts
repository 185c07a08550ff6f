import { policyMacros } from './macros/policy.ts';
import type { MacroSpec } from './macros/spec.ts';

/** Shared questions of the canonical tables, as table macros: one definition for procedures, reports and the console. */
export const macros: readonly MacroSpec[] = [...policyMacros];
