import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { momentText, period, scalar } from '#shared/contract/schemas.ts';
import { isDay } from '#shared/model/day.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { SETTINGS_FILE } from './names.ts';
import type { EngagementSettings } from './types.ts';

/** Also the details of the journal's last entry, but for who and when. */
export const signOffSchema = z.object({
  at: z.string(),
  by: z.string(),
  package_id: z.string(),
  tag_manifest_sha256: z.string(),
  preparer: z.string(),
  reviewer: z.string(),
});

const settingsSchema = z.object({
  format: z.literal(1),
  id: z.string(),
  kind: z.enum(['internal', 'external']),
  client: z.string(),
  period,
  as_of: z.nullable(momentText),
  timezone: z.string(),
  parameters: z.record(z.string(), scalar),
  locked: z.nullable(signOffSchema),
  tool_version: z.string(),
});

/** Line breaks and controls, which a tag file of a package and a line of OSCAL cannot hold. */
const NOT_ONE_LINE = /[\p{Cc}\u2028\u2029]/u;

/**
 * Throws BAD_ARGUMENT for a client without a name or with one of several lines, a day that does not exist, a period that
 * ends before it begins, or an unknown zone.
 */
export function checkScope(
  scope: Pick<EngagementSettings, 'client' | 'period' | 'as_of' | 'timezone'>,
): void {
  if (scope.client.trim() === '' || NOT_ONE_LINE.test(scope.client)) {
    throw new TickmarkError('BAD_ARGUMENT', `${JSON.stringify(scope.client)} cannot name a client`, {
      hint: 'Write the name in one line.',
    });
  }
  const { from, to } = scope.period;
  for (const day of [from, to, ...(scope.as_of === null ? [] : [scope.as_of.slice(0, 10)])]) {
    if (!isDay(day)) {
      throw new TickmarkError('BAD_ARGUMENT', `${day} is not a day of the calendar`, {
        hint: 'Write days as YYYY-MM-DD.',
      });
    }
  }
  if (to < from) {
    throw new TickmarkError('BAD_ARGUMENT', `the period ends (${to}) before it begins (${from})`, {
      hint: 'Write the period as FROM..TO, for example 2024-07-01..2024-12-31.',
    });
  }
  try {
    // Only asks whether the zone exists; moments themselves are computed by DuckDB.
    new Intl.DateTimeFormat('en', { timeZone: scope.timezone }).resolvedOptions();
  } catch {
    throw new TickmarkError('BAD_ARGUMENT', `"${scope.timezone}" is not a time zone`, {
      hint: 'Use an IANA name such as Europe/Paris or America/New_York.',
    });
  }
}

/** Reads and checks engagement.json. Throws ENGAGEMENT_MISSING, ENGAGEMENT_TOO_NEW or ENGAGEMENT_INVALID. */
export async function loadSettings(dir: string): Promise<EngagementSettings> {
  const path = join(dir, SETTINGS_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new TickmarkError('ENGAGEMENT_MISSING', `${dir} holds no engagement`, {
      hint: 'Create one with "tickmark init", or name the folder that holds engagement.json.',
      cause: error,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(path, 'it is not JSON', error);
  }
  if (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    typeof value.format === 'number' &&
    value.format > 1
  ) {
    throw new TickmarkError('ENGAGEMENT_TOO_NEW', `${path} was written by a newer version`, {
      hint: 'Install the newer version to open it.',
    });
  }
  const parsed = settingsSchema.safeParse(value);
  if (!parsed.success) throw damaged(path, z.prettifyError(parsed.error).split('\n')[0] ?? 'unknown fields');
  checkScope(parsed.data);
  return parsed.data;
}

function damaged(path: string, why: string, cause?: unknown): TickmarkError {
  return new TickmarkError('ENGAGEMENT_INVALID', `${path} cannot be understood: ${why}`, {
    hint: 'Restore the file from a copy of the engagement. Sources and database are untouched.',
    cause,
  });
}

/** Writes by rename, so that a kill leaves the old file or the new one. */
export async function saveSettings(dir: string, settings: EngagementSettings): Promise<void> {
  const path = join(dir, SETTINGS_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
