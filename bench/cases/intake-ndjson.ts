import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importFiles } from '#engine/intake/index.ts';
import { quoteLiteral } from '#engine/store/index.ts';
import { type BenchCase, timed } from '../case.ts';
import { inScratch } from '../data.ts';
import { withNewEngagement } from '../engagement.ts';
import { prepareTrail, trailFile } from '../generate/trail-file.ts';

/** Import of an audit trail, end to end. Bound by the processor: every line is parsed by our scanner and by DuckDB. */
export const intakeNdjson: BenchCase = {
  name: 'intake-ndjson',
  unit: 'events',
  sizes: { small: 100_000, full: 2_000_000 },
  prepare: prepareTrail,
  ours: (events) =>
    inScratch((dir) =>
      withNewEngagement(join(dir, 'engagement'), async (engagement) => {
        const { took, value } = await timed(() => importFiles(engagement, [trailFile(events)]));
        return { ...took, answer: `${value.receipts[0]?.loaded} rows` };
      }),
    ),
  baselines: [
    {
      name: 'DuckDB CREATE TABLE AS … read_ndjson',
      run: (events) =>
        inScratch((dir) =>
          withNewEngagement(join(dir, 'engagement'), async ({ store, sourcesDir }) => {
            const path = join(sourcesDir, 'trail.ndjson');
            await copyFile(trailFile(events), path);
            return store.use(async (session) => {
              const { took } = await timed(() =>
                session.run(`CREATE TABLE raw.bare AS SELECT * FROM read_ndjson(${quoteLiteral(path)})`),
              );
              return { ...took, answer: `${await session.value('SELECT count(*) FROM raw.bare')} rows` };
            });
          }),
        ),
    },
  ],
};
