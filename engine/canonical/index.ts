import { tables } from './migrations/0001-tables.ts';
import type { TableSpec } from './schema.ts';

export { writeBlankDatabase } from './blank.ts';
export { macros } from './macros.ts';
export { migrate, type Migration, migrations } from './migrate.ts';
export { keepShared, type SharedQuestions } from './shared.ts';
export type { ColumnSpec, ColumnType, TableSpec } from './schema.ts';

/** The canonical tables in force, by name. */
export const canonicalTables: ReadonlyMap<string, TableSpec> = new Map(
  tables.map((spec) => [spec.name, spec]),
);
