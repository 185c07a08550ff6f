import { accountMacros } from './macros/accounts.ts';
import { coverageMacros } from './macros/coverage.ts';
import { driftMacros } from './macros/drift.ts';
import { exceptionMacros } from './macros/exceptions.ts';
import { findingMacros } from './macros/findings.ts';
import { grantMacros } from './macros/grants.ts';
import { groupMacros } from './macros/groups.ts';
import { historyMacros } from './macros/history.ts';
import { peopleMacros } from './macros/people.ts';
import { policyMacros } from './macros/policy.ts';
import { sodMacros } from './macros/sod.ts';
import { snapshotMacros } from './macros/snapshots.ts';
import type { MacroSpec } from './macros/spec.ts';
import { trailMacros } from './macros/trails.ts';

/**
 * Shared questions of the canonical tables, as table macros: one definition for procedures, reports and the console.
 * A macro may use those before it.
 */
export const macros: readonly MacroSpec[] = [
  ...accountMacros,
  ...peopleMacros,
  ...snapshotMacros,
  ...groupMacros,
  ...grantMacros,
  ...policyMacros,
  ...historyMacros,
  ...exceptionMacros,
  ...coverageMacros,
  ...driftMacros,
  ...sodMacros,
  ...findingMacros,
  ...trailMacros,
];
