import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Session } from '#engine/store/index.ts';

/** When a file's rows were observed, where the file itself does not say. */
export interface StatedMoment {
  /** As stated: a date (00:00 in the engagement's zone) or an instant. */
  moment: string;
  by: 'user' | 'file_name';
}

const DATE = /(?<!\d)(20\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)/g;

/** The one date in a file's name, else in the nearest folder that has one; null where there is none, or several. */
export function dateInName(file: string): string | null {
  for (const step of file.split('/').reverse()) {
    const found = new Set(
      [...step.matchAll(DATE)].map(([, year, , month, day]) => `${year}-${month}-${day}`),
    );
    if (found.size > 0) return found.size === 1 ? [...found][0]! : null;
  }
  return null;
}

/** What is stated for a file: by the user, else by its name. */
export function statedMoment(file: string, byUser: string | undefined): StatedMoment | null {
  if (byUser !== undefined) return { moment: byUser, by: 'user' };
  const date = dateInName(file);
  return date === null ? null : { moment: date, by: 'file_name' };
}

/** For a file that is read again: what was stated before stays stated, but for what its name says of itself. */
export function momentFor(
  { as_of_stated: before, file }: Pick<Receipt, 'as_of_stated' | 'file'>,
  byUser: string | undefined,
): StatedMoment | null {
  return byUser === undefined && before ? before : statedMoment(file, byUser);
}

/** The instant of a stated moment, ISO 8601 in UTC. Throws BAD_ARGUMENT. */
export async function instantOf(session: Session, moment: string): Promise<string> {
  try {
    return String(await session.value('SELECT $moment::TIMESTAMPTZ', { moment }));
  } catch (error) {
    throw new TickmarkError('BAD_ARGUMENT', `the moment "${moment}" cannot be understood`, {
      hint: 'Write a day as 2024-11-24, or an instant as 2024-11-24T09:00:00Z.',
      cause: error,
    });
  }
}
