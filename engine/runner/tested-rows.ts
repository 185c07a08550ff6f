import { OUTCOMES, type Outcome } from '#shared/model/vocabulary.ts';
import type { Moments } from '#engine/engagement/moments.ts';
import type { Row, Session } from '#engine/store/index.ts';
import { bindings } from './execute.ts';
import { importedTables, missingInputs } from './inputs.ts';
import { type Overrides, resolveParams } from './params.ts';
import { findProcedure } from './registry.ts';

/** What a test says of one subject at the moments of a report; `details` is JSON. */
export interface TestedRow {
  subject_id: string;
  outcome: Outcome;
  reason: string;
  reason_title: string;
  summary: string;
  details: Readonly<Record<string, unknown>>;
}

/**
 * Rows of a procedure in SQL at the moments of a report, passes included; nothing is recorded. null where a table that it
 * needs was not imported. Throws for a procedure that is not written in SQL.
 */
export async function testedRows(
  session: Session,
  id: string,
  moments: Moments,
  engagement: Overrides,
): Promise<TestedRow[] | null> {
  const procedure = findProcedure(id);
  if (procedure?.sql == null) throw new Error(`${id} is no procedure in SQL`);
  if (missingInputs(procedure.meta, await importedTables(session)).length > 0) return null;
  const params = resolveParams(procedure, engagement, {});
  const rows = await session.rows(procedure.sql, bindings(procedure.sql, { moments, params }));
  return rows.map((row) => testedRow(row, procedure.meta.reasons));
}

function testedRow(row: Row, reasons: Readonly<Record<string, { title: string }>>): TestedRow {
  const reason = String(row['reason_code']);
  const outcome = OUTCOMES.find((name) => name === row['outcome']);
  if (outcome === undefined) throw new Error(`"${String(row['outcome'])}" is no outcome`);
  return {
    subject_id: String(row['subject_id']),
    outcome,
    reason,
    reason_title: reasons[reason]?.title ?? reason,
    summary: String(row['summary']),
    details: JSON.parse(String(row['details'])) as Record<string, unknown>,
  };
}
