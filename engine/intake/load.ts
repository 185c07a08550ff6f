import type { RejectCode, TableReceipt } from '#shared/model/receipt.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { quoteName, type Session } from '#engine/store/index.ts';
import type { Binding } from './mapping/bind.ts';
import { REASON_MARK, targetSql, type SelectContext, type TargetSql } from './mapping/select.ts';
import type { Part, RawReject } from './part.ts';
import { tableReceipt, type CountedTable } from './table-receipt.ts';

export interface LoadedPart {
  rejects: RawReject[];
  rows: TableReceipt[];
}

/** The database saw another number of rows than the file has records; the part must be written anew. */
export class RowCountMismatch extends Error {}

/** Numbers the rows just inserted by their place. */
async function numberRows(session: Session, sql: TargetSql, sourceId: string): Promise<void> {
  const table = `main.${quoteName(sql.table)}`;
  const base = await session.value(
    `SELECT min(rowid)::VARCHAR FROM ${table} WHERE record_no <= 0 AND source_id = $id`,
    { id: sourceId },
  );
  if (base === null) return;
  // Rows of one statement lie in the file's order without gaps, so their place is their number: no sort, no staging.
  const number = `(rowid - $base::BIGINT + 1)`;
  const positions = sql.positions.map((name) => `, ${quoteName(name)} = rowid - $base::BIGINT`).join('');
  await session.run(
    `UPDATE ${table} SET record_no = CASE WHEN record_no < 0 THEN -${number} ELSE ${number} END${positions}
     WHERE record_no <= 0 AND source_id = $id`,
    { base: String(base), id: sourceId },
  );
}

async function reasonsOf(
  session: Session,
  statements: readonly TargetSql[],
  part: Part,
): Promise<RawReject[]> {
  const reasons = new Map<number, { code: RejectCode; message: string }>();
  for (const sql of statements) {
    for (const row of await session.rows(sql.reasons)) {
      const record = Number(row['n']);
      const [code, message] = String(row['why']).split(REASON_MARK);
      if (!reasons.has(record)) reasons.set(record, { code: code as RejectCode, message: message ?? '' });
    }
  }
  const raw = await part.rawText(new Set(reasons.keys()));
  return [...reasons].map(([record, reason]) => ({ record, ...reason, raw: raw.get(record) ?? null }));
}

/** Loads a part into its canonical tables, inside the caller's transaction. Throws RowCountMismatch, FILE_MALFORMED. */
export async function loadPart(
  session: Session,
  part: Part,
  binding: Binding,
  context: SelectContext,
  period: { from: string; to: string },
): Promise<LoadedPart> {
  const statements = binding.targets.map((target) => targetSql(part, target, context));
  const sound = part.records - part.rejects.length;
  for (const [i, sql] of statements.entries()) {
    const inserted = await session.run(sql.insert);
    const { of, each } = binding.targets[i]!.target;
    const list = of ?? [...part.keys.keys()][0] ?? '$';
    const expected = part.lines.size > 0 ? (part.lines.get(list) ?? 0) : sound;
    if (each === undefined && inserted !== expected) {
      throw new RowCountMismatch(`${inserted} rows of ${expected} records`);
    }
    if (!sql.numbered) await numberRows(session, sql, context.sourceId);
  }
  const tables = [...new Set(statements.map((sql) => sql.table))];
  const rejects = [...part.rejects];
  const receipts = async () => {
    const made: CountedTable[] = [];
    for (const table of tables) {
      const target = binding.targets.find((one) => one.target.table === table)!.target;
      made.push(await tableReceipt(session, context.sourceId, target, period));
    }
    return made;
  };
  let counted = await receipts();
  if (counted.some((table) => table.failing > 0)) {
    const found = await reasonsOf(session, statements, part);
    // Hundreds of thousands are more than the arguments of one call may be.
    for (const reject of found) rejects.push(reject);
    const records = found.map((reject) => String(reject.record));
    for (const table of tables) {
      await session.run(
        `DELETE FROM main.${quoteName(table)} WHERE source_id = $id AND abs(record_no) IN (SELECT unnest($records::BIGINT[]))`,
        { id: context.sourceId, records },
      );
    }
    counted = await receipts();
    const left = counted.find((table) => table.failing > 0);
    if (left)
      throw new TickmarkError(
        'INTERNAL',
        `${left.failing} records of ${left.receipt.table} were rejected without a reason`,
      );
  }
  rejects.sort((a, b) => a.record - b.record);
  return { rejects, rows: counted.map((table) => table.receipt) };
}

const BATCH = 5000;

/** Keeps rejects with their raw text. */
export async function storeRejects(
  session: Session,
  sourceId: string,
  rejects: readonly RawReject[],
): Promise<void> {
  for (let from = 0; from < rejects.length; from += BATCH) {
    const batch = rejects.slice(from, from + BATCH);
    await session.run(
      `INSERT INTO work.rejects
       SELECT $id, unnest($record::BIGINT[]), unnest($code), unnest($message), unnest($raw)`,
      {
        id: sourceId,
        record: batch.map((reject) => String(reject.record)),
        code: batch.map((reject) => reject.code),
        message: batch.map((reject) => reject.message),
        raw: batch.map((reject) => reject.raw ?? ''),
      },
    );
  }
}
