import { canonicalTables } from '#engine/canonical/index.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import type { ProcedureMeta } from './kit/index.ts';

/** A table to ask the client for. */
export interface MissingInput {
  table: string;
  /** What the table holds, in words. */
  doc: string;
  columns: string[];
}

/** Canonical tables that were imported: they hold rows, or a receipt says that a file for them came in (without rows). */
export async function importedTables(session: Session): Promise<Set<string>> {
  const imported = new Set<string>();
  const receipts = await session.rows(
    `SELECT DISTINCT unnest(receipt->>'$.tables[*]') AS name FROM work.sources WHERE superseded_by IS NULL`,
  );
  for (const row of receipts) imported.add(String(row['name']));
  for (const name of canonicalTables.keys()) {
    if (imported.has(name)) continue;
    if (await session.value(`SELECT 1 FROM main.${quoteName(name)} LIMIT 1`)) imported.add(name);
  }
  return imported;
}

function describe(table: string, columns: string[]): MissingInput {
  return { table, doc: canonicalTables.get(table)?.doc ?? table, columns };
}

/** Needed tables that were not imported. */
export function missingInputs(meta: ProcedureMeta, imported: ReadonlySet<string>): MissingInput[] {
  return Object.entries(meta.needs)
    .filter(([table]) => !imported.has(table))
    .map(([table, columns]) => describe(table, columns));
}

/** What could not be tested for want of a table that the procedure can do without. */
export function limitations(meta: ProcedureMeta, imported: ReadonlySet<string>): string[] {
  return Object.entries(meta.optional_needs ?? {})
    .filter(([table]) => !imported.has(table))
    .map(([table, need]) => `Not imported: ${table}. ${need.without}`);
}
