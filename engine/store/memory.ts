import { totalmem } from 'node:os';
import { TickmarkError } from '#shared/model/errors.ts';

/** Megabytes that DuckDB may hold before it spills, where nothing else is said. */
const DEFAULT_MB = 1536;

const UNITS: Readonly<Record<string, number>> = { mb: 1, gb: 1024 };

/**
 * Memory for the database: TICKMARK_MEMORY (`4GB`, `3000MB`, or a share of the machine's memory as `25%`), else the default.
 * Throws BAD_ARGUMENT on anything else, and on less than 256 MB.
 */
export function memoryMb(setting: string | undefined = process.env['TICKMARK_MEMORY']): number {
  if (setting === undefined || setting.trim() === '') return DEFAULT_MB;
  const match = /^(\d{1,7})\s*(mb|gb|%)$/i.exec(setting.trim());
  const unit = match?.[2]!.toLowerCase();
  const value = Number(match?.[1]);
  const mb =
    unit === '%' ? Math.floor((totalmem() / 1_048_576) * (value / 100)) : value * (UNITS[unit ?? ''] ?? NaN);
  if (!(mb >= 256) || (unit === '%' && value > 90)) {
    throw new TickmarkError('BAD_ARGUMENT', `TICKMARK_MEMORY "${setting}" is no amount of memory`, {
      hint: 'Give for example 4GB, 3000MB or 25% (of this machine, at most 90%); at least 256MB.',
    });
  }
  return mb;
}
