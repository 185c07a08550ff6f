import { grouped } from '#shared/model/grouped.ts';
import type { RejectCode } from '#shared/model/receipt.ts';
import { REVIEW_DECISIONS, REVIEW_QUESTIONS } from '#shared/model/review.ts';
import { plainText } from '#shared/model/formula-text.ts';
import type { Json, JsonObject } from '../kit.ts';
import {
  askedAbout,
  ASKED,
  COMMENT,
  DECIDED_ON,
  DECISION,
  NEW_PERMISSION,
  questionId,
  REVIEWED_BY,
  ROW_DIGEST,
  ROW_ID,
  rowId,
  type SentCells,
  SENT,
  SIGNED_ON,
} from './layout.ts';
import type { Book, BookRow } from './read-book.ts';

/** A row as it was sent out. */
export interface SentRow extends SentCells {
  workbook_id: string;
  row_no: number;
  campaign_id: string;
  item_id: string;
  reviewer_email: string;
  row_sha256: string;
  /** A later request that asks for the same item again. */
  asked_again: string | null;
  /** File in which the request came; null = this engagement sent it out. */
  claimed_in: string | null;
}

/** A row of a returned workbook with what is to be loaded of it, or why it is not. */
export type CheckedRow =
  | { cells: JsonObject; value: JsonObject }
  | { cells: JsonObject; fault: { code: RejectCode; message: string } };

export interface CheckedReturn {
  decisions: CheckedRow[];
  questions: CheckedRow[];
  notes: string[];
}

type Fault = { code: RejectCode; message: string };

const fault = (code: RejectCode, message: string): Fault => ({ code, message });
const cellsOf = (row: BookRow): JsonObject => Object.fromEntries<Json>(row);
/** What the reviewer wrote. A reminder gives it back as every workbook shows such texts, led by an apostrophe. */
const written = (row: BookRow, header: string): string | null => {
  const text = row.get(header);
  return text === undefined ? null : plainText(text);
};
const same = (a: string, b: string): boolean =>
  a.replace(/\r\n?/g, '\n').trim() === b.replace(/\r\n?/g, '\n').trim();

const DAY = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?$/;

/** A day or a moment without zone, as cells show them; undefined = no date. */
function dateOf(text: string): string | undefined {
  if (!DAY.test(text)) return undefined;
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? text : undefined;
}

interface Setting {
  sent: ReadonlyMap<string, SentRow>;
  /** How often the file holds each row id. */
  times: ReadonlyMap<string, number>;
  reviewer: string;
  /** When rows were decided that do not say it; null = nobody says. */
  signed_on: string | null;
}

function altered(
  row: BookRow,
  columns: readonly (readonly [string, string])[],
  cells: Record<string, string>,
) {
  return columns
    .filter(([header, column]) => !same(row.get(header) ?? '', cells[column] ?? ''))
    .map(([header]) => header);
}

function identify(row: BookRow, setting: Setting): SentRow | Fault {
  const id = row.get(ROW_ID) ?? '';
  const sent = setting.sent.get(id);
  if (sent === undefined)
    return fault(
      'UNKNOWN_ROW',
      id === ''
        ? 'the row has no row id: it was not sent out'
        : `the row ${id} was not sent out in this workbook`,
    );
  if ((setting.times.get(id) ?? 0) > 1)
    return fault(
      'DOUBLE_DECISION',
      `the row ${id} is there ${setting.times.get(id)} times: none of them counts`,
    );
  const other = altered(row, SENT, sent as unknown as Record<string, string>);
  if (other.length > 0) return fault('ALTERED_ROW', `other than sent out: ${other.join(', ')}`);
  if (row.get(ROW_DIGEST) !== sent.row_sha256)
    return fault('ALTERED_ROW', `other than sent out: ${ROW_DIGEST}`);
  if (sent.asked_again !== null)
    return fault('ASKED_AGAIN', `the item was asked again in ${sent.asked_again}: answer that workbook`);
  return sent;
}

function decisionOf(row: BookRow, setting: Setting): { decision: string; decided_at: string } | Fault {
  const word = (row.get(DECISION) ?? '').toLowerCase();
  if (word === '') return fault('NO_DECISION', 'nothing was decided: the item stays open');
  if (!(REVIEW_DECISIONS as readonly string[]).includes(word))
    return fault('BAD_DECISION', `"${row.get(DECISION)}" is none of ${REVIEW_DECISIONS.join(', ')}`);
  const wanted = row.get(NEW_PERMISSION);
  if (word === 'modify' && wanted === undefined && row.get(COMMENT) === undefined)
    return fault(
      'BAD_DECISION',
      'modify needs the new permission, or a comment that says what should change',
    );
  if (word !== 'modify' && wanted !== undefined)
    return fault('BAD_DECISION', `a new permission goes with modify, not with ${word}`);
  const own = row.get(DECIDED_ON);
  const decided_at = own === undefined ? setting.signed_on : dateOf(own);
  if (decided_at === undefined) return fault('BAD_DECISION', `"${own}" is no date of the form YYYY-MM-DD`);
  if (decided_at === null)
    return fault(
      'BAD_DECISION',
      'when it was decided is not stated, neither in the row nor on the sign-off sheet',
    );
  return { decision: word, decided_at };
}

/** Answers of one line of questions by id; an answer in the words that were offered, whatever their case. */
function answersOf(row: BookRow): Map<string, string> | Fault {
  const answers = new Map<string, string>();
  for (const { id, text, options } of REVIEW_QUESTIONS) {
    const given = row.get(text);
    if (given === undefined) continue;
    const option = options.find((one) => one.toLowerCase() === given.toLowerCase());
    if (option === undefined)
      return fault('BAD_DECISION', `"${given}" answers "${text}" with none of ${options.join(', ')}`);
    answers.set(id, option);
  }
  return answers.size === 0 ? fault('NO_DECISION', 'none of the questions was answered') : answers;
}

const isFault = (value: object): value is Fault => 'code' in value && 'message' in value;

interface Questions {
  rows: CheckedRow[];
  /** Answers by holder and system. */
  answers: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const about = ({ holder, system }: Pick<SentRow, 'holder' | 'system'>) => JSON.stringify([holder, system]);

function checkQuestions(book: Book, workbook: string, sent: readonly SentRow[], setting: Setting): Questions {
  const asked = new Map(askedAbout(sent).map((row, i) => [questionId(workbook, i + 1), row]));
  const times = countIds(book.questions);
  const answers = new Map<string, ReadonlyMap<string, string>>();
  const rows = book.questions.map((row): CheckedRow => {
    const cells = cellsOf(row);
    const id = row.get(ROW_ID) ?? '';
    const line = asked.get(id);
    if (line === undefined)
      return {
        cells,
        fault: fault(
          'UNKNOWN_ROW',
          `the line of questions ${id === '' ? 'without an id' : id} was not sent out in this workbook`,
        ),
      };
    if ((times.get(id) ?? 0) > 1)
      return {
        cells,
        fault: fault(
          'DOUBLE_DECISION',
          `the line of questions ${id} is there ${times.get(id)} times: none of them counts`,
        ),
      };
    const other = altered(row, ASKED, line as unknown as Record<string, string>);
    if (other.length > 0)
      return { cells, fault: fault('ALTERED_ROW', `other than sent out: ${other.join(', ')}`) };
    const given = answersOf(row);
    if (isFault(given)) return { cells, fault: given };
    answers.set(about(line), given);
    const value: JsonObject = {
      workbook_id: workbook,
      campaign_id: line.campaign_id,
      reviewer_email: setting.reviewer,
      answered_at: setting.signed_on,
      holder: line.holder,
      system: line.system,
      comment: written(row, COMMENT),
    };
    for (const { id: question, column } of REVIEW_QUESTIONS) value[column] = given.get(question) ?? null;
    return { cells, value };
  });
  return { rows, answers };
}

function countIds(rows: readonly BookRow[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const row of rows) {
    const id = row.get(ROW_ID);
    if (id !== undefined) times.set(id, (times.get(id) ?? 0) + 1);
  }
  return times;
}

function listed(names: readonly string[]): string {
  return names.length > 20
    ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`
    : names.join(', ');
}

/**
 * Holds a returned workbook against what was sent out: rows that were not, rows that were changed, rows that are there
 * twice, words that were not offered. `sent`: the rows of this workbook, in their order.
 */
export function checkReturn(book: Book, workbook: string, sent: readonly SentRow[]): CheckedReturn {
  const notes: string[] = [];
  const stated = book.signed.get(REVIEWED_BY)?.toLowerCase() ?? '';
  const issued = sent[0]?.reviewer_email ?? '';
  const reviewer = stated.includes('@') ? stated : issued;
  if (reviewer !== issued) notes.push(`filled in by ${reviewer}; it was sent to ${issued}`);
  const day = book.signed.get(SIGNED_ON) ?? '';
  const signed = day === '' ? null : dateOf(day);
  if (signed === undefined)
    notes.push(`the sign-off sheet says "${day}", which is no date of the form YYYY-MM-DD`);
  const signed_on = signed ?? book.saved_at;
  if (signed_on !== null && !signed)
    notes.push(`where nothing else is stated, decided when the workbook was last saved: ${signed_on}`);
  if (book.formulas > 0)
    notes.push(`${book.formulas} cells are formulas: their saved values are taken, nothing is computed`);
  const setting: Setting = {
    sent: new Map(sent.map((row) => [rowId(workbook, row.row_no), row])),
    times: countIds(book.decisions),
    reviewer,
    signed_on,
  };
  const questions = checkQuestions(book, workbook, sent, setting);
  const decisions = book.decisions.map((row): CheckedRow => {
    const cells = cellsOf(row);
    const found = identify(row, setting);
    if (isFault(found)) return { cells, fault: found };
    const decided = decisionOf(row, setting);
    if (isFault(decided)) return { cells, fault: decided };
    const answers = questions.answers.get(about(found));
    return {
      cells,
      value: {
        campaign_id: found.campaign_id,
        item_id: found.item_id,
        reviewer_email: reviewer,
        ...decided,
        new_permission: written(row, NEW_PERMISSION),
        comment: written(row, COMMENT),
        answers: answers === undefined ? null : Object.fromEntries(answers),
      },
    };
  });
  const missing = sent.filter(({ row_no }) => !setting.times.has(rowId(workbook, row_no)));
  if (missing.length > 0)
    notes.push(
      `${grouped(missing.length)} of ${grouped(sent.length)} rows that were sent out are not in the file and stay open: ${listed(missing.map(({ row_no }) => String(row_no)))}`,
    );
  const asked = countIds(book.questions);
  const unasked = askedAbout(sent).filter((_, i) => !asked.has(questionId(workbook, i + 1)));
  if (unasked.length > 0)
    notes.push(`${unasked.length} lines of questions that were sent out are not in the file`);
  return { decisions, questions: questions.rows, notes };
}
