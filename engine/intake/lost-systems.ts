import type { Engagement, WorkOptions } from '#engine/engagement/types.ts';
import type { Session } from '#engine/store/index.ts';
import { allMappings } from './hand/mappings.ts';
import { recordedReader } from './recorded-reader.ts';
import { KNOWN_SYSTEMS, UNSPLIT } from './resolve.ts';
import { rereadAs } from './reread-as.ts';
import { requireSource } from './sources.ts';

/** Systems that the sources name, by which `system:resource` is split. */
export async function knownSystems(session: Session): Promise<Set<string>> {
  return new Set((await session.rows(KNOWN_SYSTEMS)).map((row) => String(row['system'])));
}

/**
 * After rows left the tables: where they were the only ones to name a system, resources that were split by it are read
 * again, so that the state follows from the sources in force alone. `before`: the systems known until then.
 */
export async function settleLostSystems(
  engagement: Engagement,
  before: ReadonlySet<string>,
  work: WorkOptions,
): Promise<void> {
  const { sources, mappings } = await engagement.store.use(async (session) => {
    const after = await knownSystems(session);
    const lost = [...before].filter((system) => !after.has(system));
    const affected = new Set<string>();
    for (const table of lost.length === 0 ? [] : UNSPLIT) {
      const rows = await session.rows(
        `SELECT DISTINCT source_id FROM main.${table} WHERE list_contains($lost, system) ORDER BY source_id`,
        { lost },
      );
      for (const row of rows) affected.add(String(row['source_id']));
    }
    const receipts = [];
    for (const id of affected) receipts.push(await requireSource(session, id));
    return { sources: receipts, mappings: await allMappings(session) };
  });
  for (const receipt of sources) {
    const recorded = {
      reader: recordedReader(receipt, mappings),
      stated: receipt.as_of_stated ?? null,
    };
    await rereadAs(engagement, receipt.source_id, { ...work, recorded });
  }
}
