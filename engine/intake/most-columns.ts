import { TickmarkError } from '#shared/model/errors.ts';

export const MOST_COLUMNS = 2000;

/** Refuses what is wider than any export: rows and columns swapped, or ids in the place of names. Throws FILE_TOO_COMPLEX. */
export function requireColumns(count: number): void {
  if (count <= MOST_COLUMNS) return;
  throw new TickmarkError('FILE_TOO_COMPLEX', `the table has ${count} columns`, {
    hint: `Up to ${MOST_COLUMNS} are read. Check that rows and columns are not swapped.`,
  });
}
