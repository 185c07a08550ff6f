import type { Row, Session } from '#engine/store/index.ts';

export const FINDING_CHANGES = ['new', 'persisting', 'resolved'] as const;
export type FindingChange = (typeof FINDING_CHANGES)[number];

export interface ComparedFinding {
  change: FindingChange;
  id: string;
  procedure: string;
  severity: string;
  outcome: string;
  subject_type: string;
  subject_id: string;
  reason_code: string;
  summary: string;
}

export interface FindingsComparison {
  counts: Record<FindingChange, number>;
  findings: ComparedFinding[];
  /** Procedures whose findings cannot be compared, with the reason. */
  not_compared: { procedure: string; reason: string }[];
}

/** What findings are compared with: those of an earlier package, of the last period, or of the run before the latest. */
export interface Earlier {
  /** Procedures that ran to their end then. */
  procedures: readonly string[];
  findings: readonly Omit<ComparedFinding, 'change'>[];
}

const PREVIOUS_RUNS = `
  SELECT procedure, run_id, status FROM work.runs
  QUALIFY row_number() OVER (PARTITION BY procedure ORDER BY run_id DESC) = 2 ORDER BY procedure`;

const PREVIOUS_FINDINGS = `
  SELECT f.finding_id AS id, f.procedure, f.severity, f.outcome, f.subject_type, f.subject_id, f.reason_code, f.summary
  FROM work.findings AS f JOIN (
    SELECT procedure, run_id FROM work.runs QUALIFY row_number() OVER (PARTITION BY procedure ORDER BY run_id DESC) = 2
  ) AS p ON p.procedure = f.procedure AND p.run_id = f.run_id
  ORDER BY f.procedure, f.position`;

const LATEST_FINDINGS = `
  SELECT id, procedure, severity, outcome, subject_type, subject_id, reason_code, summary FROM current_findings()`;

const findingOf = (row: Row): Omit<ComparedFinding, 'change'> => ({
  id: String(row['id']),
  procedure: String(row['procedure']),
  severity: String(row['severity']),
  outcome: String(row['outcome']),
  subject_type: String(row['subject_type']),
  subject_id: String(row['subject_id']),
  reason_code: String(row['reason_code']),
  summary: String(row['summary']),
});

/** The run of each procedure before its latest one. */
export async function previousRuns(session: Session): Promise<Earlier> {
  const runs = await session.rows(PREVIOUS_RUNS);
  return {
    procedures: runs.filter((row) => row['status'] === 'completed').map((row) => String(row['procedure'])),
    findings: (await session.rows(PREVIOUS_FINDINGS)).map(findingOf),
  };
}

/** The last runs of the earlier period, as they were taken over. null where the engagement took over from none. */
export async function lastPeriod(session: Session): Promise<Earlier | null> {
  if ((await session.value('SELECT 1 FROM work.carried_from')) === null) return null;
  const runs = await session.rows(
    `SELECT procedure FROM work.carried_runs WHERE status = 'completed' ORDER BY 1`,
  );
  const findings = await session.rows(
    `SELECT finding_id AS id, procedure, severity, outcome, subject_type, subject_id, reason_code, summary
     FROM work.carried_findings ORDER BY position`,
  );
  return { procedures: runs.map((row) => String(row['procedure'])), findings: findings.map(findingOf) };
}

/**
 * Findings of the latest runs against earlier ones, by id. Only procedures that ran to their end both times are compared:
 * a test that did not conclude resolves nothing.
 */
export async function compareFindings(session: Session, earlier: Earlier): Promise<FindingsComparison> {
  const runs = await session.rows('SELECT procedure, status FROM current_runs() ORDER BY procedure');
  const before = new Set(earlier.procedures);
  const not_compared: FindingsComparison['not_compared'] = [];
  const compared = new Set<string>();
  for (const row of runs) {
    const procedure = String(row['procedure']);
    if (!before.has(procedure)) not_compared.push({ procedure, reason: 'did not run to its end before' });
    else if (row['status'] !== 'completed') {
      not_compared.push({ procedure, reason: 'did not run to its end in the latest run' });
    } else compared.add(procedure);
  }
  const known = new Set(runs.map((row) => String(row['procedure'])));
  for (const procedure of [...before].filter((id) => !known.has(id)).sort()) {
    not_compared.push({ procedure, reason: 'has not been run since' });
  }
  const latest = (await session.rows(LATEST_FINDINGS))
    .map(findingOf)
    .filter(({ procedure }) => compared.has(procedure));
  const old = earlier.findings.filter(({ procedure }) => compared.has(procedure));
  const oldIds = new Set(old.map(({ id }) => id));
  const newIds = new Set(latest.map(({ id }) => id));
  const findings: ComparedFinding[] = [
    ...latest.map(
      (finding): ComparedFinding => ({ change: oldIds.has(finding.id) ? 'persisting' : 'new', ...finding }),
    ),
    ...old
      .filter(({ id }) => !newIds.has(id))
      .map((finding): ComparedFinding => ({ change: 'resolved', ...finding })),
  ];
  const count = (change: FindingChange) => findings.filter((finding) => finding.change === change).length;
  return {
    counts: { new: count('new'), persisting: count('persisting'), resolved: count('resolved') },
    findings,
    not_compared,
  };
}
