import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainVectors, type ChainVectorFiles, filesOf } from './files.ts';

/** Writes the vectors beside this file: `npx tsx test/vectors/chains/write.ts`. */
for (const vector of chainVectors()) {
  const files: ChainVectorFiles = filesOf(vector);
  const folder = join(import.meta.dirname, vector.name);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
