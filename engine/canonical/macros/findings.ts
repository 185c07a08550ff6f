import type { MacroSpec } from './spec.ts';

export const findingMacros: readonly MacroSpec[] = [
  {
    name: 'current_findings',
    parameters: [],
    doc: 'Findings of the latest run of each procedure, with the disposition in force, gravest first',
    sql: `
      WITH latest AS (
        SELECT procedure, max(run_id) AS run_id FROM work.runs GROUP BY procedure
      )
      SELECT
        f.finding_id AS id, f.procedure, f.severity, f.outcome, f.subject_type, f.subject_id, f.reason_code,
        f.summary, coalesce(d.disposition, 'open') AS disposition, d.note, d.conclusion, d.deficiency,
        d.response, d.response_owner, d.response_due, f.finding_key, f.details, f.source_rows,
        f.run_id, f.position
      FROM work.findings AS f
      JOIN latest USING (procedure, run_id)
      LEFT JOIN work.dispositions AS d USING (finding_id)
      ORDER BY
        CASE f.severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END,
        f.procedure, f.position`,
  },
  {
    name: 'current_runs',
    parameters: [],
    doc: 'Latest run of each procedure: status, population and what was found',
    sql: `
      SELECT r.* FROM work.runs AS r
      JOIN (SELECT procedure, max(run_id) AS run_id FROM work.runs GROUP BY procedure) AS latest USING (procedure, run_id)
      ORDER BY r.position`,
  },
];
