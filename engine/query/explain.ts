import type { CancelSignal } from '#shared/contract/envelope.ts';
import type { Store } from '#engine/store/index.ts';
import { guardCatalogue } from './catalogue.ts';
import { guardSelect } from './guard.ts';
import { DEFAULT_LIMITS, limited } from './run.ts';

/**
 * How DuckDB would carry a statement out, as it draws it; nothing is carried out. The word EXPLAIN is ours, and never
 * ANALYZE, which would run what it explains. Throws what the guard throws.
 */
export async function explainQuery(
  store: Store,
  sourcesDir: string,
  sql: string,
  signal?: CancelSignal,
): Promise<string> {
  return store.use(async (session) => {
    const text = await guardSelect(session, sql, await guardCatalogue(session, sourcesDir));
    return limited(session, { signal, timeoutMs: DEFAULT_LIMITS.timeoutMs }, async () => {
      await session.run('BEGIN TRANSACTION READ ONLY');
      const rows = await session.rows(`EXPLAIN SELECT * FROM (\n${text}\n)`);
      await session.run('COMMIT');
      return rows
        .map((row) => String(row['explain_value']))
        .join('\n')
        .trimEnd();
    });
  });
}
