import { DISPOSITIONS, type Disposition } from '#shared/model/vocabulary.ts';
import type { EarlierEngagement } from '#engine/engagement/index.ts';
import { notOurs } from '#engine/engagement/stored.ts';
import { allEntries, workOf } from '#engine/findings/index.ts';
import type { Session } from '#engine/store/index.ts';

const FINDING_ID = /^F-[0-9a-f]{16}$/;

/** Rows that are read from the earlier database at a time. */
const PIECE = 4_096;

const LATEST = `
  SELECT procedure, version, status, run_id FROM work.runs
  QUALIFY row_number() OVER (PARTITION BY procedure ORDER BY run_id DESC) = 1`;

const COLUMNS = [
  'finding_id',
  'procedure',
  'severity',
  'outcome',
  'subject_type',
  'subject_id',
  'reason_code',
  'summary',
  'disposition',
  'note',
  'response',
  'response_owner',
  'response_due',
] as const;

export interface CarriedFindings {
  findings: number;
  dispositions: number;
}

async function carryRuns(earlier: Session, session: Session): Promise<void> {
  const runs = await earlier.rows(`SELECT procedure, version, status FROM (${LATEST}) ORDER BY procedure`);
  for (const { procedure, version, status } of runs) {
    await session.run('INSERT INTO work.carried_runs VALUES ($procedure, $version::INTEGER, $status)', {
      procedure: String(procedure),
      version: Number(version),
      status: String(status),
    });
  }
}

/** The findings of the last run of each procedure, as they stood: what this period is compared with. */
async function carryBase(earlier: Session, session: Session): Promise<number> {
  await earlier.run(`
    CREATE OR REPLACE TEMP TABLE base AS
    SELECT f.finding_id, f.procedure, f.severity, f.outcome, f.subject_type, f.subject_id, f.reason_code, f.summary,
      coalesce(d.disposition, 'open') AS disposition, d.note, d.response, d.response_owner,
      strftime(d.response_due, '%Y-%m-%d') AS response_due
    FROM work.findings AS f
    JOIN (${LATEST}) AS latest ON latest.procedure = f.procedure AND latest.run_id = f.run_id
    LEFT JOIN work.dispositions AS d ON d.finding_id = f.finding_id
    ORDER BY f.procedure, f.position`);
  const count = Number(await earlier.value('SELECT count(*) FROM temp.base'));
  await session.run(
    `CREATE OR REPLACE TEMP TABLE carrying (${COLUMNS.map((name) => `${name} VARCHAR`).join(', ')}, position BIGINT)`,
  );
  const appender = await session.appender('carrying', undefined);
  for (let from = 0; from < count; from += PIECE) {
    const { values } = await earlier.columns(
      `SELECT ${COLUMNS.join(', ')} FROM temp.base WHERE rowid >= $from AND rowid < $to ORDER BY rowid`,
      { from, to: from + PIECE },
    );
    const rows = values[0]!.length;
    for (let row = 0; row < rows; row += 1) {
      requireOwn(String(values[0]![row]), String(values[8]![row]));
      for (const column of values) {
        const value = column[row];
        if (value === null) appender.appendNull();
        else appender.appendVarchar(String(value));
      }
      appender.appendBigInt(BigInt(from + row));
      appender.endRow();
    }
  }
  appender.closeSync();
  await session.run(
    `INSERT INTO work.carried_findings SELECT * REPLACE (response_due::DATE AS response_due) FROM temp.carrying ORDER BY position`,
  );
  await session.run('DROP TABLE temp.carrying');
  return count;
}

/** A received database may hold anything in its columns. */
function requireOwn(id: string, disposition: string): void {
  if (!FINDING_ID.test(id)) throw notOurs('a finding');
  if (!DISPOSITIONS.includes(disposition as Disposition)) throw notOurs('a disposition');
}

/**
 * What the client decided stays decided, by the id of the finding, and says where it comes from. Conclusions, notes and
 * tick marks were of the earlier period's work.
 */
async function carryDispositions(earlier: Session, session: Session, from: string): Promise<number> {
  const rows: object[] = [];
  for (const [id, entries] of [...(await allEntries(earlier))].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { decided } = workOf(entries);
    if (decided === null || (decided.disposition === 'open' && decided.note === null)) continue;
    const { disposition, note, by, at, carried_from = from } = decided;
    requireOwn(id, disposition);
    const content = JSON.stringify({ disposition, note, carried_from });
    rows.push({ seq: rows.length + 1, id, disposition, note, content, by, at });
  }
  for (let start = 0; start < rows.length; start += PIECE)
    await writeDispositions(session, rows.slice(start, start + PIECE));
  return rows.length;
}

const DECIDED = `[{"seq":"BIGINT","id":"VARCHAR","disposition":"VARCHAR","note":"VARCHAR","content":"VARCHAR","by":"VARCHAR","at":"VARCHAR"}]`;

async function writeDispositions(session: Session, rows: readonly object[]): Promise<void> {
  const given = `(SELECT unnest(from_json($rows::JSON, '${DECIDED}')) AS r)`;
  const bound = { rows: JSON.stringify(rows) };
  await session.run(
    `INSERT INTO work.finding_entries SELECT r.seq, r.id, 'disposition', r.content, r."by", r."at" FROM ${given}`,
    bound,
  );
  await session.run(
    `INSERT INTO work.dispositions (finding_id, disposition, note) SELECT r.id, r.disposition, r.note FROM ${given}`,
    bound,
  );
}

/** Inside the one change of the roll-forward. `from` names the earlier engagement and its period. */
export function carryFindings(
  { store }: EarlierEngagement,
  session: Session,
  from: string,
): Promise<CarriedFindings> {
  return store.use(async (earlier) => {
    await carryRuns(earlier, session);
    return {
      findings: await carryBase(earlier, session),
      dispositions: await carryDispositions(earlier, session, from),
    };
  });
}
