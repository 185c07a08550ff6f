import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';
import type { EngagementSettings } from './types.ts';

/** The moments that every test and report is computed at, as ISO instants in UTC. */
export interface Moments {
  /** As the user wrote it: echoed in outputs. */
  as_of_text: string;
  as_of: string;
  period: { from: string; to: string };
  period_start: string;
  /** Exclusive: 00:00 of the day after the last. */
  period_end: string;
  timezone: string;
}

export interface MomentChoice {
  as_of?: string | undefined;
  period?: { from: string; to: string } | undefined;
}

/**
 * Resolves dates in the engagement's zone through DuckDB's ICU. A date means 00:00 of that day; without a stated
 * moment it is the end of the period, so that the whole period counts.
 */
export async function resolveMoments(
  session: Session,
  settings: EngagementSettings,
  choice: MomentChoice = {},
): Promise<Moments> {
  const period = choice.period ?? settings.period;
  const stated = choice.as_of ?? settings.as_of;
  try {
    const row = await session.one(
      `SELECT strftime($from::DATE, '%Y-%m-%d')::TIMESTAMPTZ AS period_start,
              ($to::DATE + 1)::TIMESTAMPTZ AS period_end,
              strftime($to::DATE + 1, '%Y-%m-%d') AS day_after,
              CASE WHEN $as_of IS NULL THEN ($to::DATE + 1)::TIMESTAMPTZ ELSE $as_of::TIMESTAMPTZ END AS as_of`,
      { from: period.from, to: period.to, as_of: stated },
    );
    return {
      as_of_text: stated ?? String(row?.['day_after']),
      as_of: String(row?.['as_of']),
      period,
      period_start: String(row?.['period_start']),
      period_end: String(row?.['period_end']),
      timezone: settings.timezone,
    };
  } catch (error) {
    throw new TickmarkError(
      'BAD_ARGUMENT',
      `the moment or period cannot be understood: ${stated ?? ''} ${period.from}..${period.to}`,
      {
        hint: 'Write a day as YYYY-MM-DD, a moment as 2024-11-24T09:00:00Z, a period as FROM..TO.',
        cause: error,
      },
    );
  }
}
