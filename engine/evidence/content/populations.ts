import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Catalogue, SHIPPED } from '#engine/runner/index.ts';
import { quoteLiteral, quoteName, type Session } from '#engine/store/index.ts';
import type { PayloadEntry } from '../build/payload.ts';
import type { PackagedRun } from './procedures.ts';

/** Canonical tables that the completed runs read, in order of name. */
function testedTables(runs: readonly PackagedRun[], procedures: Catalogue): string[] {
  const names = runs
    .filter(({ status }) => status === 'completed')
    .flatMap((run) => {
      const { needs, optional_needs = {} } = procedures.ofRun(run).meta;
      return [...Object.keys(needs), ...Object.keys(optional_needs)];
    });
  return [...new Set(names)].sort();
}

/**
 * The populations that were tested, one Parquet file a canonical table, so that a reader can take samples of their own
 * with other tools. Ordered by file and record: the same rows give the same bytes. DuckDB writes into `workDir` only;
 * the files are streamed from there, and go when the engagement is closed.
 */
export async function populationEntries(
  session: Session,
  workDir: string,
  runs: readonly PackagedRun[],
  procedures: Catalogue = SHIPPED,
): Promise<PayloadEntry[]> {
  const folder = join(workDir, 'populations');
  await mkdir(folder, { recursive: true });
  const entries: PayloadEntry[] = [];
  for (const table of testedTables(runs, procedures)) {
    const name = `main.${quoteName(table)}`;
    const filled = await session.value(`SELECT count(*) > 0 FROM ${name}`);
    if (filled !== true) continue;
    const file = join(folder, `${table}.parquet`);
    await session.run(
      `COPY (SELECT * FROM ${name} ORDER BY source_id, record_no, rowid) TO ${quoteLiteral(file)} (FORMAT parquet)`,
    );
    entries.push({ path: `data/populations/${table}.parquet`, file });
  }
  return entries;
}
