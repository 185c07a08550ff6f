import { TickmarkError } from '#shared/model/errors.ts';

/** First line of DuckDB's message without its internal prefixes: the part that a person can act on. */
export function sqlMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n\nLINE')[0]!.replace(/\s+/g, ' ').trim();
}

/** A statement was ended from outside. Data and names in other messages may hold the word too. */
export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('INTERRUPT Error');
}

/** The work needs more than the memory that the database may use. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && /^Out of Memory Error/i.test(error.message);
}

/** Another process, or another instance of this one, holds the database file. */
export function isBusy(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return /(set|conflicting) lock\b|already open|being used by another/i.test(message);
}

/** What is asked of a store after it was closed. */
export function storeClosed(): TickmarkError {
  return new TickmarkError('ENGAGEMENT_MISSING', 'the engagement was closed', {
    hint: 'Open it again.',
  });
}

/** Turns a failure to open a database file into the error that says what to do about it. */
export function openError(path: string, error: unknown): TickmarkError {
  if (isBusy(error)) {
    return new TickmarkError('ENGAGEMENT_BUSY', 'another process has this engagement open', {
      hint: 'Close the Tickmark window (or the other command) that uses it, then try again.',
      cause: error,
    });
  }
  if (/permission denied|read-only file system|access is denied/i.test(sqlMessage(error))) {
    return new TickmarkError('UNREADABLE', 'you may not write to the database of the engagement', {
      hint: `Nothing is damaged: see that you may write to the folder of ${path}, or work on a copy of it.`,
      cause: error,
    });
  }
  return new TickmarkError(
    'ENGAGEMENT_INVALID',
    `the database of the engagement cannot be opened: ${sqlMessage(error)}`,
    {
      hint: `The sources are kept beside it: make a new engagement and import them again. The damaged file is ${path}.`,
      cause: error,
    },
  );
}
