import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { OUTCOMES, RUN_STATUSES, SEVERITIES } from '#shared/model/vocabulary.ts';

/**
 * `case.yaml`: tables as text with ` | ` between cells, the first line naming the columns, `-` for null.
 * A table with the first line only was imported without rows.
 */
const caseSchema = z.strictObject({
  about: z.string().min(1),
  timezone: z.string().default('America/New_York'),
  as_of: z.string().default('2024-11-24'),
  period: z
    .strictObject({ from: z.string(), to: z.string() })
    .default({ from: '2024-11-01', to: '2024-11-30' }),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  tables: z.record(z.string(), z.string()).default({}),
  /** Chain name → the log's text. */
  chains: z.record(z.string(), z.string()).default({}),
  /** Name of a file of a CloudTrail trail → its text, uncompressed. */
  trail: z.record(z.string(), z.string()).default({}),
});

/**
 * `expect.json`: every row that is neither pass nor not_applicable, in any order; `details` names what must be in them.
 * `passes` is optional: every row that passed, by subject, where what a procedure says of them matters.
 */
const expectSchema = z.strictObject({
  status: z.enum(RUN_STATUSES),
  population: z.int().nullable(),
  missing: z.array(z.string()).optional(),
  message: z.string().optional(),
  passes: z.array(z.strictObject({ subject_id: z.string(), summary: z.string() })).optional(),
  findings: z.array(
    z.strictObject({
      subject_type: z.string(),
      subject_id: z.string(),
      outcome: z.enum(OUTCOMES),
      reason_code: z.string(),
      key: z.string().optional(),
      severity: z.enum(SEVERITIES).optional(),
      summary: z.string().optional(),
      details: z.record(z.string(), z.unknown()).optional(),
      /** `table:record_no` of every source row. */
      rows: z.array(z.string()).optional(),
    }),
  ),
});

export type ProcedureCase = z.infer<typeof caseSchema>;
export type ProcedureExpectation = z.infer<typeof expectSchema>;

export interface CaseTable {
  name: string;
  columns: string[];
  rows: (string | null)[][];
}

export function parseCaseTable(name: string, text: string): CaseTable {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const cells = lines.map((line) => line.split(' | ').map((cell) => cell.trim()));
  const [columns = [], ...rows] = cells;
  for (const row of rows) {
    if (row.length !== columns.length)
      throw new Error(`${name}: ${row.length} cells for ${columns.length} columns: ${row.join(' | ')}`);
  }
  return { name, columns, rows: rows.map((row) => row.map((cell) => (cell === '-' ? null : cell))) };
}

export function loadCase(folder: string): { input: ProcedureCase; expected: ProcedureExpectation } {
  return {
    input: caseSchema.parse(parse(readFileSync(join(folder, 'case.yaml'), 'utf8'))),
    expected: expectSchema.parse(JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8'))),
  };
}
