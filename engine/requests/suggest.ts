import type { PbcItem } from '#shared/contract/intake-schemas.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { listSources } from '#engine/intake/index.ts';
import type { Session } from '#engine/store/index.ts';
import { listItems } from './items.ts';

export interface Suggestion {
  item: PbcItem;
  /** Procedures that could not be carried out without it. */
  procedures: string[];
}

/** What the latest runs lacked, neither asked for yet nor come since. By table. */
export async function suggestItems(session: Session): Promise<Suggestion[]> {
  const runs = await session.rows(
    `SELECT procedure, missing FROM current_runs() WHERE status = 'missing_input' AND missing IS NOT NULL ORDER BY procedure`,
  );
  const lacking = new Map<string, string[]>();
  for (const run of runs) {
    for (const { table } of JSON.parse(String(run['missing'])) as { table: string }[])
      lacking.set(table, [...(lacking.get(table) ?? []), String(run['procedure'])]);
  }
  const items = await listItems(session);
  const asked = new Set(items.flatMap(({ match }) => match?.table ?? []));
  const came = new Set((await listSources(session)).flatMap(({ tables }) => tables));
  return [...lacking]
    .filter(([table]) => !asked.has(table) && !came.has(table))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([table, procedures]) => ({
      item: {
        id: `need-${table.replaceAll('_', '-')}`,
        title: canonicalTables.get(table)?.doc ?? table,
        description: `Needed for ${procedures.join(', ')}.`,
        match: { table },
      },
      procedures,
    }));
}
