import type {
  Conclusion,
  DeficiencyClass,
  Disposition,
  Outcome,
  Severity,
} from '#shared/model/vocabulary.ts';
import type { Row, Session } from '#engine/store/index.ts';

/** A finding as lists show it. */
export interface Finding {
  id: string;
  procedure: string;
  severity: Severity;
  outcome: Outcome;
  subject_type: string;
  subject_id: string;
  reason_code: string;
  summary: string;
  /** The client's decision. */
  disposition: Disposition;
  /** The auditor's conclusion; null while there is none. */
  conclusion: Conclusion | null;
  deficiency: DeficiencyClass | null;
  /** Who sees to it on management's side, and until when (YYYY-MM-DD). */
  response_owner: string | null;
  response_due: string | null;
  /** Against the last period; null where there is none, or the test was not made then. */
  since_period: 'new' | 'persisting' | null;
  details: unknown;
}

export function findingOf(row: Row): Finding {
  return {
    id: String(row['id']),
    procedure: String(row['procedure']),
    severity: row['severity'] as Severity,
    outcome: row['outcome'] as Outcome,
    subject_type: String(row['subject_type']),
    subject_id: String(row['subject_id']),
    reason_code: String(row['reason_code']),
    summary: String(row['summary']),
    disposition: row['disposition'] as Disposition,
    conclusion: row['conclusion'] as Conclusion | null,
    deficiency: row['deficiency'] as DeficiencyClass | null,
    response_owner: row['response_owner'] === null ? null : String(row['response_owner']),
    response_due: row['response_due'] === null ? null : String(row['response_due']),
    since_period: (row['since_period'] ?? null) as Finding['since_period'],
    details: JSON.parse(String(row['details'])),
  };
}

/** How a current finding stands to the findings of the last period. */
export const SINCE_PERIOD = `
  CASE WHEN id IN (SELECT finding_id FROM work.carried_findings) THEN 'persisting'
       WHEN procedure IN (SELECT procedure FROM work.carried_runs WHERE status = 'completed') THEN 'new' END AS since_period`;

/** How many findings the latest runs have; nothing of them is read for it. */
export async function countFindings(session: Session): Promise<number> {
  return Number(
    await session.value('SELECT count(*) FROM work.findings JOIN current_runs() USING (procedure, run_id)'),
  );
}

/** Findings of the latest run of each procedure, gravest first. */
export async function listFindings(session: Session, procedure?: string): Promise<Finding[]> {
  const rows = await session.rows(
    `SELECT *, ${SINCE_PERIOD} FROM current_findings() WHERE $procedure::VARCHAR IS NULL OR procedure = $procedure`,
    { procedure: procedure ?? null },
  );
  return rows.map(findingOf);
}

const GRAVEST_FIRST = `
  CASE severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END, procedure, position`;

const listed = (current: string): string => `
  SELECT id, severity, ${SINCE_PERIOD}, procedure, subject_type, subject_id, reason_code, summary, outcome, disposition,
         conclusion, deficiency, response_owner, response_due, marks.tick_marks
  FROM ${current}
  LEFT JOIN (
    SELECT finding_id AS id, string_agg(content->>'tick_mark', ' ' ORDER BY seq) AS tick_marks
    FROM work.finding_entries WHERE kind = 'note' AND (content->>'tick_mark') IS NOT NULL GROUP BY finding_id
  ) AS marks USING (id)`;

/** The same as SQL, for results that are read in pages. Binds `$procedure` (null = all). */
export const FINDINGS_SQL = `
  ${listed('current_findings()')}
  WHERE $procedure::VARCHAR IS NULL OR procedure = $procedure
  ORDER BY ${GRAVEST_FIRST}`;

/** The first `$most` of all of them: which ones is told by three narrow columns, and of no other the rest is read. */
export const FIRST_FINDINGS_SQL = `
  ${listed(`(
    SELECT f.finding_id AS id, f.*, coalesce(d.disposition, 'open') AS disposition, d.conclusion, d.deficiency,
           d.response_owner, d.response_due
    FROM work.findings AS f LEFT JOIN work.dispositions AS d USING (finding_id)
    WHERE f.rowid IN (
      SELECT f.rowid FROM work.findings AS f
      SEMI JOIN current_runs() AS r ON r.procedure = f.procedure AND r.run_id = f.run_id
      ORDER BY ${GRAVEST_FIRST} LIMIT $most)
  )`)}
  ORDER BY ${GRAVEST_FIRST}`;
