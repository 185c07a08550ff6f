import type { ChainVector } from './plan.ts';

export { chainVectors } from './mutations.ts';

/** File names and contents of one vector: the log, what to expect of it, and its anchors if there are any. */
export type ChainVectorFiles = Record<string, string>;

export function filesOf(vector: ChainVector): ChainVectorFiles {
  const { name, about, profile, expect, anchors } = vector;
  const files: ChainVectorFiles = {
    'log.ndjson': `${vector.lines.join('\n')}\n`,
    'expect.json': `${JSON.stringify({ name, about, profile, expect }, null, 2)}\n`,
  };
  if (anchors.length > 0) files['anchor.json'] = `${JSON.stringify(anchors, null, 2)}\n`;
  return files;
}
