import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildForest, DEFAULT_FOREST, scoreForest } from '#engine/analysis/index.ts';
import { type BenchCase, timed } from '../case.ts';
import { isThere, timedCommand } from '../command.ts';
import { dataPath, once } from '../data.ts';
import { benchMatrix } from '../generate/matrix.ts';

const COLUMNS = 10;
const SCRIPT = fileURLToPath(new URL('../python/forest.py', import.meta.url));
const PYTHON = '/usr/bin/python3';
const file = (rows: number) => dataPath(`matrix-${rows}.f64`);

/** Isolation forest, built and scored, in one thread. */
export const forest: BenchCase = {
  name: 'forest',
  unit: 'rows',
  sizes: { small: 100_000, full: 100_000 },
  about: () => `${COLUMNS} features, ${DEFAULT_FOREST.trees} trees of ${DEFAULT_FOREST.sample}`,
  prepare: (rows) =>
    once(file(rows), (path) => writeFile(path, new Uint8Array(benchMatrix(rows, COLUMNS).values.buffer))),
  ours: async (rows) => {
    const data = benchMatrix(rows, COLUMNS);
    const { took } = await timed(async () => scoreForest(buildForest(data, DEFAULT_FOREST), data));
    return { ...took, answer: null };
  },
  baselines: [
    {
      name: 'scikit-learn IsolationForest',
      run: async (rows) => {
        if (!isThere(PYTHON, ['-c', 'import sklearn'])) return null;
        const { out } = await timedCommand(PYTHON, [SCRIPT, file(rows), String(rows), String(COLUMNS)]);
        return { seconds: Number(out), cpu_seconds: null, answer: null };
      },
    },
  ],
};
