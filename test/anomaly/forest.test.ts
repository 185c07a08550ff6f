import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildForest, scoreForest } from '#engine/analysis/index.ts';
import { readLabelled, rocAuc } from './npz.ts';

const FOLDER = resolve(process.env['TICKMARK_ANOMALY_SETS'] ?? '../shared/samples/anomaly');
const PYTHON = '/usr/bin/python3';

const sets = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.npz')) : [];
const judge = spawnSync(
  PYTHON,
  [join(import.meta.dirname, 'judge.py'), ...sets.map((name) => join(FOLDER, name))],
  { encoding: 'utf8' },
);
const judged = sets.length > 0 && judge.status === 0;
if (!judged) {
  const why = sets.length === 0 ? `there are no sets in ${FOLDER}` : `${PYTHON} has no scikit-learn`;
  console.log(`isolation forest against scikit-learn: not run, ${why}`);
}
const theirs = judged ? (JSON.parse(judge.stdout) as Record<string, number>) : {};

it('the area under the curve is the share of pairs in the right order', () => {
  // Anomalies 0.9 and 0.4 against 0.1, 0.4, 0.5: of six pairs 3 + 1 are right, one is a tie.
  expect(rocAuc([0.1, 0.9, 0.4, 0.4, 0.5], [0, 1, 1, 0, 0])).toBeCloseTo(4.5 / 6, 12);
});

describe.runIf(judged)('isolation forest', () => {
  it.each(sets)('finds what scikit-learn finds in %s, within 0.02 of its mean area', (name) => {
    const { rows, columns, values, labels } = readLabelled(readFileSync(join(FOLDER, name)));
    const matrix = { rows, columns, values };
    const areas = Array.from({ length: 10 }, (_, seed) => {
      const forest = buildForest(matrix, { seed, trees: 100, sample: 256 });
      return rocAuc(scoreForest(forest, matrix).scores, labels);
    });
    const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
    console.log(`${name}: ours ${mean.toFixed(4)}, scikit-learn ${theirs[name]?.toFixed(4)}`);
    expect(Math.abs(mean - theirs[name]!)).toBeLessThanOrEqual(0.02);
  });
});
