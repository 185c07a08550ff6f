/**
 * Every error code that a user can meet, with its meaning. Append only: scripts match on codes.
 * Documented in docs/errors.md (generated); each code is reached by a test.
 */
export const ERROR_CODES = {
  BAD_ARGUMENT: 'An argument or option is unknown, missing or malformed',
  NOT_FOUND: 'A file, folder or record that was named does not exist',
  UNREADABLE: 'A file could not be read (permissions, or it changed while it was read)',
  CANCELLED: 'The work was cancelled by the user; nothing of it was kept',
  INTERNAL: 'A defect of Tickmark itself',
  ENGAGEMENT_EXISTS: 'The folder already holds an engagement',
  ENGAGEMENT_MISSING: 'The folder holds no engagement',
  ENGAGEMENT_INVALID: 'The engagement is half-written or damaged',
  ENGAGEMENT_BUSY: 'Another process has the engagement open',
  ENGAGEMENT_LOCKED: 'The engagement is signed off: only addenda are possible',
  ENGAGEMENT_TOO_NEW: 'The engagement was written by a newer version',
  ENGAGEMENT_UNTRUSTED: 'The database holds a table, view or macro that Tickmark did not make',
  JOURNAL_TAMPERED: 'The journal does not agree with the database',
  FILE_EMPTY: 'The file has no bytes or no records',
  FILE_BINARY: 'The file is not text and no known container',
  FILE_ENCODING: 'The file is not valid in the encoding it seems to have',
  FILE_TRUNCATED: 'The file ends in the middle of a record',
  FILE_MALFORMED: 'The file does not follow its own format',
  FILE_TOO_COMPLEX: 'The file exceeds a safety limit (columns, depth, expansion)',
  SOURCE_CHANGED: 'A stored source is missing or no longer has the bytes that were received',
  READER_UNKNOWN: 'No reader has that id',
  READER_AMBIGUOUS: 'More than one reader claims the file',
  READER_MISMATCH: 'The named reader cannot read this file',
  SQL_INVALID: 'The SQL statement could not be understood',
  SQL_FORBIDDEN: 'The SQL statement does more than read the engagement',
  SQL_FAILED: 'The SQL statement failed while it ran',
  SQL_TIMEOUT: 'The SQL statement ran longer than allowed',
  PROCEDURE_UNKNOWN: 'No procedure has that id',
  PROCEDURE_INVALID: 'A procedure of the engagement does not follow the format',
  PARAMETER_INVALID: 'A parameter of a procedure is unknown or out of range',
  REPORT_UNKNOWN: 'No report has that name',
  DATA_MISSING: 'A figure needs data that was not imported',
  PROFILE_UNKNOWN: 'No hash-chain profile has that name, or none fits the log',
  ANCHOR_INVALID: 'The anchor file is malformed or its signature does not hold',
  KEY_EXISTS: 'A key of that name exists already',
  KEY_UNKNOWN: 'No key has that name',
  KEY_PASSPHRASE: 'The passphrase does not open the key',
  KEY_EXPIRED: 'The certificate is not valid at this time',
  KEY_UNSUPPORTED: 'The key or container uses an algorithm that is not supported',
  PACKAGE_INVALID: 'The file is not an evidence package',
  PACKAGE_ROLE: 'The signing role cannot be used here',
  OUTPUT_EXISTS: 'The output file exists already',
  OUTPUT_FAILED: 'The output could not be written',
  UNAUTHORIZED: 'The request carries no valid token or comes from another origin',
  PROFILE_INVALID: 'A hash-chain profile does not follow its schema',
  SOURCE_SUPERSEDED: 'The file was replaced by another one earlier',
  MAPPING_INVALID: 'A mapping made by hand does not follow the schema of readers, or does not fit the file',
  MAPPING_EXISTS: 'The engagement has another mapping of that name and version',
  INDEPENDENCE: 'What management itself must do is not done in an external engagement',
  RETURN_REFUSED: 'A review workbook came back that was not sent out here, or that came back before',
  RECORD_FOREIGN:
    'A file has the form of a record of the outbox, which the outbox of this engagement did not make',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorEnvelope {
  code: ErrorCode;
  message: string;
  /** What the user can do about it. */
  hint?: string;
  details?: unknown;
}

/** The one expected error. Anything else that is thrown is a defect and becomes INTERNAL at the boundary. */
export class TickmarkError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: unknown;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; details?: unknown; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TickmarkError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** Nothing more could be written: in the words of Node, of the database, and of Windows. */
export function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    /\bENOSPC\b|\bEDQUOT\b|no space left on device|quota exceeded|not enough space on the disk/i.test(
      error.message,
    )
  );
}

export function toEnvelope(error: unknown): ErrorEnvelope {
  if (error instanceof TickmarkError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.details === undefined ? {} : { details: error.details }),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (isDiskFull(error)) {
    return {
      code: 'OUTPUT_FAILED',
      message: 'the disk is full',
      hint: 'Make room and try again. What was not finished was not kept.',
    };
  }
  return {
    code: 'INTERNAL',
    message,
    hint: 'This is a defect of Tickmark. Run again with --debug and report it.',
  };
}
