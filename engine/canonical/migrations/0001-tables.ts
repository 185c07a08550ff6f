import { accessTables } from './0001/access.ts';
import { controlTables } from './0001/control.ts';
import { logsTables } from './0001/logs.ts';
import { peopleTables } from './0001/people.ts';
import { policyTables } from './0001/policy.ts';
import type { TableSpec } from '../schema.ts';

/** The canonical tables of version 1. Frozen once released: a change is a new migration. */
export const tables: readonly TableSpec[] = [
  ...peopleTables,
  ...accessTables,
  ...policyTables,
  ...logsTables,
  ...controlTables,
];
