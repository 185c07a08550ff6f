import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importFiles } from '#engine/intake/index.ts';
import { quoteLiteral } from '#engine/store/index.ts';
import { type BenchCase, timed } from '../case.ts';
import { dataPath, inScratch, once, writeText } from '../data.ts';
import { withNewEngagement } from '../engagement.ts';
import { grantsCsv } from '../generate/grants.ts';

const file = (rows: number) => dataPath(`grants-${rows}.csv`);

/** Import of an access snapshot, end to end. Bound by the processor, inside the one INSERT … SELECT … FROM read_csv. */
export const intakeCsv: BenchCase = {
  name: 'intake-csv',
  unit: 'rows',
  sizes: { small: 300_000, full: 10_000_000 },
  prepare: (rows) => once(file(rows), (path) => writeText(path, grantsCsv(rows))),
  ours: (rows) =>
    inScratch((dir) =>
      withNewEngagement(join(dir, 'engagement'), async (engagement) => {
        const { took, value } = await timed(() => importFiles(engagement, [file(rows)]));
        return { ...took, answer: `${value.receipts[0]?.loaded} rows` };
      }),
    ),
  baselines: [
    {
      name: 'DuckDB CREATE TABLE AS … read_csv',
      run: (rows) =>
        inScratch((dir) =>
          withNewEngagement(join(dir, 'engagement'), async ({ store, sourcesDir }) => {
            const path = join(sourcesDir, 'grants.csv');
            await copyFile(file(rows), path);
            return store.use(async (session) => {
              const { took } = await timed(() =>
                session.run(`CREATE TABLE raw.bare AS SELECT * FROM read_csv(${quoteLiteral(path)})`),
              );
              return { ...took, answer: `${await session.value('SELECT count(*) FROM raw.bare')} rows` };
            });
          }),
        ),
    },
  ],
};
