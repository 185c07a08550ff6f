import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#engine/canonical/index.ts';
import { catalogueObjects, digestOf } from '#engine/engagement/catalogue/objects.ts';
import { Store } from '#engine/store/index.ts';

/**
 * Digests of all that the DDL of this build makes, as DuckDB prints it from a file that was closed and opened again: it
 * prints a macro otherwise once it was stored.
 */
export async function generateCatalogue(): Promise<{ path: string; text: string }> {
  const workDir = await mkdtemp(join(tmpdir(), 'tickmark-catalogue-'));
  const options = { path: join(workDir, 'own.duckdb'), sourcesDir: workDir, workDir, timezone: 'UTC' };
  try {
    const made = await Store.open(options);
    await made.transaction((session) => migrate(session, 'generated'));
    made.close();
    const stored = await Store.open({ ...options, readOnly: true });
    const objects = await stored.use((session) => catalogueObjects(session));
    stored.close();
    const lines = objects
      .map((item) => ({ key: item.key, digest: digestOf(item) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ key, digest }) => `  '${key}': '${digest}',`);
    const text = [
      '// Made by scripts/generate.ts from the DDL in engine/canonical. Do not edit.',
      '/** SHA-256 of the stored text of every object that this build makes in a database. */',
      'export const OWN_CATALOGUE: Readonly<Record<string, string>> = {',
      ...lines,
      '};',
      '',
    ].join('\n');
    return { path: 'engine/engagement/catalogue/generated.ts', text };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}
