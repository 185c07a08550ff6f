import type { Result } from '#shared/contract/methods.ts';
import { type Driver, type Feature, type ForestOptions, outliers } from '#engine/analysis/index.ts';
import type { WorkOptions } from '#engine/engagement/index.ts';
import { MAX_PLAIN_ROWS, type Results } from '#engine/query/index.ts';

/** `hour 62%, grants 38%`: what set a row apart, the strongest first; under half a percent is left out. */
export function driversText(drivers: readonly Driver[]): string {
  return drivers
    .filter(({ share }) => share >= 0.005)
    .map(({ feature, share }) => `${feature} ${Math.round(share * 100)}%`)
    .join(', ');
}

/**
 * The rows of a guarded statement with their scores before them, the most unusual first, as a result that is paged and
 * exported as any other. Throws BAD_ARGUMENT without a numeric column, FILE_TOO_COMPLEX, and what the guard throws.
 */
export async function scoreRows(
  results: Results,
  sql: string,
  options: ForestOptions,
  work: WorkOptions,
): Promise<Result<'analysis.score'>> {
  let features: Feature[] = [];
  const handle = await results.openRanked(
    sql,
    ['outlier_score', 'outlier_drivers'],
    (rows) => {
      const scored = outliers(rows, options);
      ({ features } = scored);
      return scored.rows.map(({ score, drivers }) => ({ score, text: driversText(drivers) }));
    },
    { most: MAX_PLAIN_ROWS, signal: work.signal },
  );
  return { ...handle, ...options, features };
}
