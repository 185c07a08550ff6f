import { createHash } from 'node:crypto';
import { REVIEW_QUESTIONS } from '#shared/model/review.ts';

/** The form of review workbooks: the same for the writer and for the reader of what comes back. */
export const WORKBOOK_FORMAT = 'tickmark-review-workbook/1';

export const SHEETS = {
  how: 'How to',
  decisions: 'Decisions',
  questions: 'Questions',
  advice: 'Recommendations',
  signed: 'Sign-off',
  issued: 'Issued',
} as const;

/** Columns of Decisions that go out filled in, with the columns of main.review_requests that keep them. */
export const SENT = [
  ['Person or account', 'holder'],
  ['Name', 'holder_name'],
  ['System', 'system'],
  ['Account', 'account_id'],
  ['Resource', 'resource'],
  ['Permission', 'permission'],
  ['Explained by', 'standing'],
  ['Last used', 'last_used'],
  ['Recommendation', 'recommendation'],
] as const;
export type SentColumn = (typeof SENT)[number][1];
export type SentCells = Record<SentColumn, string>;

/** Columns of Questions that go out filled in. */
export const ASKED = [
  ['Person or account', 'holder'],
  ['Name', 'holder_name'],
  ['System', 'system'],
] as const;

export const NUMBER = 'No';
export const DECISION = 'Your decision';
export const NEW_PERMISSION = 'New permission';
export const DECIDED_ON = 'Decided on';
export const COMMENT = 'Comment';
export const ROW_ID = 'Row id';
export const ROW_DIGEST = 'Row digest';

/** Lines of the sign-off sheet that the reviewer fills in. */
export const REVIEWED_BY = 'Reviewed by (address)';
export const SIGNED_ON = 'Decided on (YYYY-MM-DD), where a row says nothing else';

/** Headers of the two sheets of lines: what the reviewer signs, and what says which request it answers. */
export const SIGNED_HEADERS = ['What', 'Your entry'] as const;
export const ISSUED_HEADERS = ['What', 'Value'] as const;

/** Headers of the two tables, in order. */
export const DECISION_HEADERS = [
  NUMBER,
  ...SENT.map(([header]) => header),
  DECISION,
  NEW_PERMISSION,
  DECIDED_ON,
  COMMENT,
  ROW_ID,
  ROW_DIGEST,
];
export const QUESTION_HEADERS = [
  NUMBER,
  ...ASKED.map(([header]) => header),
  ...REVIEW_QUESTIONS.map(({ text }) => text),
  COMMENT,
  ROW_ID,
];

export const rowId = (workbook: string, row: number): string => `${workbook}.${row}`;
export const questionId = (workbook: string, row: number): string => `${workbook}.Q${row}`;

/** Persons or accounts with their systems, in the order in which rows first name them: one line of questions each. */
export function askedAbout<T extends Pick<SentCells, 'holder' | 'holder_name' | 'system'>>(
  rows: readonly T[],
): T[] {
  const seen = new Set<string>();
  return rows.filter(({ holder, system }) => {
    const key = JSON.stringify([holder, system]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** SHA-256 (hex) of one row as it goes out: a JSON array of workbook, number and cells in their order. */
export function rowDigest(workbook: string, row: number, cells: SentCells): string {
  const content = [workbook, row, ...SENT.map(([, column]) => cells[column])];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
