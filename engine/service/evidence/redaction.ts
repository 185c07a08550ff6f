import { randomBytes } from 'node:crypto';
import type { WorkOptions } from '#engine/engagement/index.ts';
import type { PackagedSource } from '#engine/evidence/content/index.ts';
import { type PayloadEntry, type RedactionRecord, redactionRecord } from '#engine/evidence/index.ts';

/** Sources as text by rows: what a person can be asked to withhold rows and cells of. */
export async function redactionOf(
  received: readonly PackagedSource[],
  files: readonly PayloadEntry[],
  work: WorkOptions,
): Promise<RedactionRecord> {
  const shapes = new Map<string, 'delimited' | 'lines'>();
  for (const { sha256, name, receipt } of received) {
    const { format, encoding } = receipt;
    if (String(encoding).startsWith('utf-16')) continue;
    if (format === 'csv') shapes.set(`data/sources/${sha256}/${name}`, 'delimited');
    if (format === 'ndjson') shapes.set(`data/sources/${sha256}/${name}`, 'lines');
  }
  const sources = files.filter(({ path }) => path.startsWith('data/sources/'));
  const report = (done: number) =>
    work.onProgress?.({ phase: 'Hashing rows and cells', done, total: sources.length, unit: 'files' });
  report(0);
  return redactionRecord({
    sources,
    shapeOf: (path) => shapes.get(path) ?? null,
    seed: randomBytes(32),
    signal: work.signal,
    onSource: report,
  });
}
