import { allEntries, SINCE_PERIOD, workOf } from '#engine/findings/index.ts';
import { engagementProcedures, findingTexts } from '#engine/runner/index.ts';
import { csv } from '#engine/render/cells.ts';
import { buildWorkbook, type Sheet } from '#engine/render/workbook.ts';
import type { Row, Session } from '#engine/store/index.ts';
import type { PayloadEntry } from '../build/payload.ts';
import type { PackagedFinding } from './documents/findings.ts';
import { documentSchema } from './documents/index.ts';
import { jsonEntry, textEntry } from './json.ts';

export type { PackagedFinding } from './documents/findings.ts';

export async function packagedFindings(session: Session): Promise<PackagedFinding[]> {
  const rows = await session.rows(
    `SELECT f.*, r.params, r.version, ${SINCE_PERIOD} FROM current_findings() AS f JOIN work.runs AS r USING (run_id, procedure)`,
  );
  const entries = await allEntries(session);
  const procedures = await engagementProcedures(session);
  const metaOf = (row: Row) =>
    procedures.ofRun({ procedure: String(row['procedure']), version: Number(row['version']) }).meta;
  return rows.map((row) => {
    const details = JSON.parse(String(row['details'])) as never;
    const subject = {
      subject_id: String(row['subject_id']),
      reason_code: String(row['reason_code']),
      summary: String(row['summary']),
    };
    const params = JSON.parse(String(row['params'])) as never;
    const written = entries.get(String(row['id']));
    // The schema states what the runner and the vocabulary guarantee; a test holds packages against it.
    return {
      ...subject,
      id: String(row['id']),
      procedure: String(row['procedure']),
      severity: row['severity'] as PackagedFinding['severity'],
      outcome: row['outcome'] as PackagedFinding['outcome'],
      subject_type: String(row['subject_type']),
      disposition: row['disposition'] as PackagedFinding['disposition'],
      note: row['note'] === null ? null : String(row['note']),
      ...(row['since_period'] === null
        ? {}
        : { since_period: row['since_period'] as NonNullable<PackagedFinding['since_period']> }),
      ...(written === undefined ? {} : { work: workOf(written) }),
      text: findingTexts(metaOf(row), { ...subject, details, params }),
      details,
      source_rows: JSON.parse(String(row['source_rows'])) as PackagedFinding['source_rows'],
    };
  });
}

const COLUMNS = [
  'id',
  'severity',
  'procedure',
  'outcome',
  'subject_type',
  'subject_id',
  'reason_code',
  'summary',
  'disposition',
  'note',
] as const;
const WORK_COLUMNS = ['conclusion', 'deficiency', 'response', 'response_owner', 'response_due', 'notes'];

const HEADERS = [...COLUMNS, ...WORK_COLUMNS];
const WIDTHS = [20, 10, 30, 12, 14, 44, 24, 80, 20, 30, 16, 24, 50, 24, 14, 50];

function cells(finding: PackagedFinding): (string | null)[] {
  const { conclusion = null, response = null, notes = [] } = finding.work ?? {};
  return [
    ...COLUMNS.map((name) => finding[name]),
    conclusion?.conclusion ?? null,
    conclusion?.deficiency ?? null,
    response?.text ?? null,
    response?.owner ?? null,
    response?.due ?? null,
    notes
      .map(({ tick_mark, text }) => [tick_mark, text].filter((part) => part !== null).join(' '))
      .join('; ') || null,
  ];
}

export function findingsCsv(findings: readonly PackagedFinding[]): string {
  return csv(HEADERS, findings.map(cells));
}

export function findingsSheet(findings: readonly PackagedFinding[]): Sheet {
  return {
    name: 'Findings',
    columns: HEADERS.map((header, i) => ({ header, width: WIDTHS[i]! })),
    rows: findings.map(cells),
  };
}

export async function findingEntries(
  findings: readonly PackagedFinding[],
  sheets: readonly Sheet[],
): Promise<PayloadEntry[]> {
  return [
    jsonEntry('data/findings.json', { format: 'tickmark-findings/1', findings }),
    jsonEntry('data/findings.schema.json', documentSchema('findings')),
    textEntry('data/findings.csv', findingsCsv(findings)),
    { path: 'data/findings.xlsx', bytes: await buildWorkbook([findingsSheet(findings), ...sheets]) },
  ];
}
