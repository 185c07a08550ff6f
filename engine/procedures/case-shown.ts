import type { FoundRow } from '#engine/runner/found.ts';
import type { CaseResult } from './case-run.ts';
import type { ProcedureExpectation } from './case-file.ts';

type Finding = ProcedureExpectation['findings'][number];

/** What was found, with only those optional entries that the expectation states. */
function shown(row: FoundRow, like: Finding | undefined): Finding {
  const details = JSON.parse(row.details) as Record<string, unknown>;
  const rows = JSON.parse(row.source_rows) as { table: string; record_no: number }[];
  return {
    subject_type: row.subject_type,
    subject_id: row.subject_id,
    outcome: row.outcome,
    reason_code: row.reason_code,
    ...(row.finding_key === '' ? {} : { key: row.finding_key }),
    ...(like?.severity === undefined ? {} : { severity: row.severity }),
    ...(like?.summary === undefined ? {} : { summary: row.summary }),
    ...(like?.details === undefined
      ? {}
      : { details: Object.fromEntries(Object.keys(like.details).map((name) => [name, details[name]])) }),
    ...(like?.rows === undefined
      ? {}
      : { rows: rows.map((source) => `${source.table}:${source.record_no}`) }),
  };
}

function identity(
  row: { subject_type: string; subject_id: string; reason_code: string },
  key: string,
): string {
  return [row.subject_type, row.subject_id, row.reason_code, key].join('\u001f');
}

function byIdentity(a: Finding, b: Finding): number {
  return identity(a, a.key ?? '') < identity(b, b.key ?? '') ? -1 : 1;
}

/** What a case gave and what it should have given, in the same form and order. */
export function sideBySide(
  { run, found, passed }: CaseResult,
  expected: ProcedureExpectation,
): { actual: unknown; expected: unknown } {
  const like = new Map(expected.findings.map((finding) => [identity(finding, finding.key ?? ''), finding]));
  const findings = found.map((row) => shown(row, like.get(identity(row, row.finding_key)))).sort(byIdentity);
  return {
    actual: {
      status: run.status,
      population: run.population,
      ...(run.missing === undefined ? {} : { missing: run.missing.map((input) => input.table) }),
      ...(run.status === 'error' || expected.message !== undefined ? { message: run.message } : {}),
      findings,
      ...(expected.passes === undefined
        ? {}
        : { passes: passed.map(({ subject_id, summary }) => ({ subject_id, summary })) }),
    },
    expected: { ...expected, findings: [...expected.findings].sort(byIdentity) },
  };
}
