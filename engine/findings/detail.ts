import type { FindingDetail } from '#shared/contract/schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { controlsServed, engagementProcedures, findingTexts } from '#engine/runner/index.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import { entriesOf, workOf } from './entries.ts';
import { findingOf, SINCE_PERIOD } from './list.ts';

interface RowReference {
  table: string;
  source_id: string;
  record_no: number;
}

/** How many source rows are shown of one finding; the count itself is never cut. */
const SHOWN = 200;

/** Everything about one finding: its text, the SQL that found it, and the rows it rests on. Throws NOT_FOUND. */
export async function findingDetail(session: Session, id: string): Promise<FindingDetail> {
  const row = await session.one(`SELECT *, ${SINCE_PERIOD} FROM current_findings() WHERE id = $id`, { id });
  if (row === undefined) {
    throw new TickmarkError('NOT_FOUND', `there is no finding ${id} in the latest runs`, {
      hint: 'It may have been resolved by a later run: list the findings again.',
    });
  }
  const finding = findingOf(row);
  const run = await session.one(
    'SELECT version, params FROM work.runs WHERE run_id = $run AND procedure = $id',
    { run: String(row['run_id']), id: finding.procedure },
  );
  const procedure = (await engagementProcedures(session)).ofRun({
    procedure: finding.procedure,
    version: Number(run?.['version']),
  });
  const params = JSON.parse(String(run?.['params']));
  const references = JSON.parse(String(row['source_rows'])) as RowReference[];
  return {
    finding: { ...finding, source_row_count: references.length },
    note: row['note'] === null ? null : String(row['note']),
    work: workOf(await entriesOf(session, id)),
    last_period: await lastPeriodOf(session, id),
    procedure: {
      id: procedure.meta.id,
      version: procedure.meta.version,
      title: procedure.meta.title,
      sql: procedure.sql,
      readme: procedure.readme,
    },
    text: findingTexts(procedure.meta, { ...finding, details: finding.details as never, params }),
    controls: controlsServed(procedure),
    source_rows: await sourceRows(session, references.slice(0, SHOWN)),
  };
}

/** The same finding as it stood in the engagement of the last period; null where it was not found then. */
async function lastPeriodOf(session: Session, id: string): Promise<FindingDetail['last_period']> {
  const row = await session.one(
    `SELECT c.engagement_id, c.period, f.summary, f.disposition, f.note, f.response, f.response_owner,
       strftime(f.response_due, '%Y-%m-%d') AS response_due
     FROM work.carried_findings AS f, work.carried_from AS c WHERE f.finding_id = $id`,
    { id },
  );
  if (row === undefined) return null;
  const text = (name: string) => (row[name] === null ? null : String(row[name]));
  return {
    engagement: String(row['engagement_id']),
    period: String(row['period']),
    summary: String(row['summary']),
    disposition: row['disposition'] as NonNullable<FindingDetail['last_period']>['disposition'],
    note: text('note'),
    response: text('response'),
    response_owner: text('response_owner'),
    response_due: text('response_due'),
  };
}

async function sourceRows(
  session: Session,
  references: readonly RowReference[],
): Promise<FindingDetail['source_rows']> {
  const shown: FindingDetail['source_rows'] = [];
  for (const { table, source_id, record_no } of references) {
    const source = await session.one('SELECT name, sha256 FROM work.sources WHERE source_id = $source_id', {
      source_id,
    });
    const values = canonicalTables.has(table)
      ? await session.one(
          `SELECT * FROM main.${quoteName(table)} WHERE source_id = $source_id AND record_no = $record_no LIMIT 1`,
          {
            source_id,
            record_no,
          },
        )
      : undefined;
    shown.push({
      table,
      source_id,
      file: source === undefined ? null : String(source['name']),
      sha256: source === undefined ? null : String(source['sha256']),
      record_no,
      values: values ?? null,
    });
  }
  return shown;
}
