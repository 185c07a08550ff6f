import { grouped } from '#shared/model/grouped.ts';
import { REVIEW_DECISIONS, REVIEW_QUESTIONS, FOLLOW_UPS } from '#shared/model/review.ts';
import {
  ASKED,
  askedAbout,
  COMMENT,
  DECIDED_ON,
  DECISION,
  ISSUED_HEADERS,
  NEW_PERMISSION,
  NUMBER,
  questionId,
  REVIEWED_BY,
  ROW_DIGEST,
  ROW_ID,
  rowId,
  SENT,
  SHEETS,
  SIGNED_HEADERS,
  SIGNED_ON,
  WORKBOOK_FORMAT,
} from '#engine/intake/returned/layout.ts';
import { buildWorkbook, type CellValue, type Sheet, type SheetColumn } from '#engine/render/workbook.ts';
import { type Workbook, workbookDigest } from './request.ts';

/** What a reviewer decided already, as it is written in when the workbook goes out once more. */
export interface Given {
  decision: string;
  new_permission: string | null;
  decided_on: string | null;
  comment: string | null;
}

export interface BookSetting {
  client: string;
  engagement_id: string;
  /** By row number. */
  given?: ReadonlyMap<number, Given>;
}

const WIDTHS: Readonly<Record<string, number>> = {
  holder: 32,
  holder_name: 22,
  system: 14,
  account_id: 28,
  resource: 32,
  permission: 16,
  standing: 36,
  last_used: 12,
  recommendation: 52,
};

function decisions({ workbook_id, rows }: Workbook, given: BookSetting['given']): Sheet {
  const sent = SENT.map(([header, column]): SheetColumn => {
    const wrap = column === 'recommendation' || column === 'standing';
    return { header, width: WIDTHS[column] ?? 20, ...(wrap ? { wrap } : {}) };
  });
  return {
    name: SHEETS.decisions,
    guarded: true,
    columns: [
      { header: NUMBER, width: 6 },
      ...sent,
      { header: DECISION, width: 16, open: true, choices: REVIEW_DECISIONS },
      { header: NEW_PERMISSION, width: 18, open: true },
      { header: DECIDED_ON, width: 14, open: true, format: 'yyyy-mm-dd' },
      { header: COMMENT, width: 40, open: true, wrap: true },
      { header: ROW_ID, width: 26, hidden: true },
      { header: ROW_DIGEST, width: 66, hidden: true },
    ],
    rows: rows.map((row): CellValue[] => {
      const known = given?.get(row.row_no);
      return [
        row.row_no,
        ...SENT.map(([, column]) => row[column]),
        known?.decision ?? null,
        known?.new_permission ?? null,
        known?.decided_on ?? null,
        known?.comment ?? null,
        rowId(workbook_id, row.row_no),
        row.row_sha256,
      ];
    }),
  };
}

function questions({ workbook_id, rows }: Workbook): Sheet {
  return {
    name: SHEETS.questions,
    guarded: true,
    columns: [
      { header: NUMBER, width: 6 },
      ...ASKED.map(([header, column]) => ({ header, width: WIDTHS[column] ?? 20 })),
      ...REVIEW_QUESTIONS.map(({ text, options }) => ({
        header: text,
        width: 30,
        open: true,
        choices: options,
      })),
      { header: COMMENT, width: 40, open: true, wrap: true },
      { header: ROW_ID, width: 26, hidden: true },
    ],
    rows: askedAbout(rows).map((row, i): CellValue[] => [
      i + 1,
      ...ASKED.map(([, column]) => row[column]),
      ...REVIEW_QUESTIONS.map(() => null),
      null,
      questionId(workbook_id, i + 1),
    ]),
  };
}

function how({ reviewer, reviewer_name, rows }: Workbook, { client }: BookSetting): Sheet {
  const first = rows[0]!;
  const calls = REVIEW_QUESTIONS.flatMap(({ text, calls_for }) =>
    Object.entries(calls_for).map(([answer, follow]) => `${text} ${answer}: ${FOLLOW_UPS[follow]}`),
  );
  const lines = [
    `Review of access at ${client}`,
    `For ${reviewer_name === '' ? reviewer : `${reviewer_name} (${reviewer})`}. Please return it by ${first.due_on}.`,
    `${grouped(rows.length)} rows wait for your decision on the sheet ${SHEETS.decisions}. Fill in the shaded cells only.`,
    `approve: the access is needed as it is. revoke: take it away. modify: say the new permission, or in the comment what should change. unsure: this is no approval; somebody will ask.`,
    `The sheet ${SHEETS.questions} has five questions on each person and system. The sheet ${SHEETS.advice} says what the tests found.`,
    `Write your address and the day on the sheet ${SHEETS.signed}.`,
    'Do not add, remove or change rows: a row that differs from what was sent out is not accepted. Sorting is no change.',
    'What the answers call for:',
    ...calls.map((line) => `– ${line}`),
  ];
  return {
    name: SHEETS.how,
    columns: [{ header: 'How to', width: 140, wrap: true }],
    rows: lines.map((line) => [line]),
  };
}

function advice({ advice: list }: Workbook): Sheet {
  return {
    name: SHEETS.advice,
    columns: [
      { header: 'Person or account', width: 32 },
      { header: 'System', width: 16 },
      { header: 'Recommended', width: 44, wrap: true },
      { header: 'Severity', width: 10 },
      { header: 'Because', width: 70, wrap: true },
    ],
    rows: list.map(({ holder, system, what, severity, finding }) => [
      holder,
      system,
      what,
      severity,
      finding,
    ]),
  };
}

function signed(): Sheet {
  return {
    name: SHEETS.signed,
    guarded: true,
    columns: [
      { header: SIGNED_HEADERS[0], width: 56 },
      { header: SIGNED_HEADERS[1], width: 40, open: true },
    ],
    rows: [
      [REVIEWED_BY, null],
      [SIGNED_ON, null],
    ],
  };
}

function issued({ workbook_id, reviewer, rows }: Workbook, { engagement_id }: BookSetting): Sheet {
  const first = rows[0]!;
  return {
    name: SHEETS.issued,
    hidden: true,
    guarded: true,
    columns: [
      { header: ISSUED_HEADERS[0], width: 20 },
      { header: ISSUED_HEADERS[1], width: 70 },
    ],
    rows: [
      ['Format', WORKBOOK_FORMAT],
      ['Workbook', workbook_id],
      ['Request', first.request_id],
      ['Engagement', engagement_id],
      ['Reviewer', reviewer],
      ['Requested on', first.requested_on],
      ['Due on', first.due_on],
      ['Rows', String(rows.length)],
      ['Rows digest', workbookDigest(rows)],
    ],
  };
}

/** The workbook of one reviewer; the same rows give the same bytes. */
export function buildReviewWorkbook(workbook: Workbook, setting: BookSetting): Promise<Uint8Array> {
  return buildWorkbook([
    how(workbook, setting),
    decisions(workbook, setting.given),
    questions(workbook),
    advice(workbook),
    signed(),
    issued(workbook, setting),
  ]);
}
