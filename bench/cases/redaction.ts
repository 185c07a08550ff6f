import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { computeRoot } from '#engine/evidence/format/redaction/roots.ts';
import { type BenchCase, timed } from '../case.ts';
import { isThere, timedCommand } from '../command.ts';
import { prepareSources, sourceFiles, warm } from '../package-data.ts';

const SEED = Buffer.alloc(32, 7);

/** Salted Merkle roots over all cells, as `--redactable` adds them. Bound by SHA-256 of small messages, in one thread. */
export const redaction: BenchCase = {
  name: 'redaction',
  unit: 'MB of delimited text',
  sizes: { small: 10, full: 200 },
  prepare: prepareSources,
  ours: async (megabytes) => {
    const files = await sourceFiles(megabytes);
    for (const path of files) await warm(path);
    const { took, value } = await timed(async () => {
      let rows = 0;
      for (const path of files) {
        const chunks = createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
        const shape = { shape: 'delimited', delimiter: ',' } as const;
        const file = Buffer.from(basename(path)).toString('hex').padEnd(64, '0').slice(0, 64);
        rows += (await computeRoot(chunks, shape, SEED, file)).rows;
      }
      return rows;
    });
    return { ...took, answer: null, note: `${value} rows` };
  },
  baselines: [
    {
      name: 'openssl dgst -sha256 of the files',
      run: async (megabytes) => {
        if (!isThere('openssl', ['version'])) return null;
        const { took } = await timedCommand('openssl', ['dgst', '-sha256', ...(await sourceFiles(megabytes))]);
        return { ...took, answer: null };
      },
    },
  ],
};
