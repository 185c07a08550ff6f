import type { Provenance, SourceStatement, StatedTotal } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import type { Session } from '#engine/store/index.ts';
import { requireSource } from '../sources.ts';

/** Asked of every file that the company supplied electronically, in our own words. */
export const QUESTIONS = [
  ['source', 'Where does the information come from: which system, and which report, query or extract of it?'],
  ['flow', 'How did it get here: who extracted it, through whose hands, in which forms and over which ways?'],
  ['altered', 'Could it have been changed on the way, and was it: filtered, edited, converted, added to?'],
  [
    'tested',
    'How was that tested: against the system, by being there, by totals, by controls over the system?',
  ],
] as const;

const NOTHING: SourceStatement = { provenance: {}, answers: {}, totals: [], conclusion: null };

/** What people stated about a source. */
export async function statementOf(session: Session, sourceId: string): Promise<SourceStatement> {
  const text = await session.value('SELECT statement FROM work.source_statements WHERE source_id = $id', {
    id: sourceId,
  });
  return text === null ? NOTHING : (JSON.parse(String(text)) as SourceStatement);
}

/** What was stated of every source, by the source's id; one of which nothing was stated is not among them. */
export async function statementsBySource(session: Session): Promise<Map<string, SourceStatement>> {
  const rows = await session.rows(
    'SELECT source_id, statement FROM work.source_statements ORDER BY source_id',
  );
  return new Map(
    rows.map((row) => [String(row['source_id']), JSON.parse(String(row['statement'])) as SourceStatement]),
  );
}

/** Keeps a statement as it is, inside the caller's change. */
export async function keepStatement(
  session: Session,
  sourceId: string,
  statement: SourceStatement,
): Promise<void> {
  const params = { id: sourceId, statement: JSON.stringify(statement) };
  const present = await session.value('SELECT 1 FROM work.source_statements WHERE source_id = $id', {
    id: sourceId,
  });
  await session.run(
    present === null
      ? 'INSERT INTO work.source_statements VALUES ($id, $statement)'
      : 'UPDATE work.source_statements SET statement = $statement WHERE source_id = $id',
    params,
  );
}

type Total = Omit<StatedTotal, 'by' | 'on'>;

export interface StatementChange {
  provenance?: Provenance | undefined;
  answers?: Partial<Record<(typeof QUESTIONS)[number][0], string>> | undefined;
  /** All of them anew. */
  totals?: readonly Total[] | undefined;
  total_added?: Total | undefined;
  total_removed?: Total | undefined;
  conclusion?: { sufficient: boolean; reason: string } | null | undefined;
  /** Who states it, and on which day. Neither is taken from the clock here. */
  by: string;
  on: string;
}

function checkTotal({ kind, column, value }: Total): void {
  const sound = kind === 'sha256' ? /^[0-9a-f]{64}$/i.test(value) : /^[+-]?\d+(\.\d+)?$/.test(value);
  if (!sound) {
    throw new TickmarkError('BAD_ARGUMENT', `"${value}" is no ${kind === 'sha256' ? 'SHA-256' : 'number'}`, {
      hint: 'Write numbers without separators of thousands, with a point for decimals.',
    });
  }
  if ((kind === 'sum' || kind === 'hash_total') && (column === undefined || column === '')) {
    throw new TickmarkError('BAD_ARGUMENT', `a ${kind} needs the column that it is over`, {
      hint: 'Name it as table.column, or as a header of the file.',
    });
  }
}

/** What was stated before stays with who stated it, and when. The same figure in another document is another total. */
function totalsAfter(before: readonly StatedTotal[], change: StatementChange): StatedTotal[] {
  const { totals, total_added: added, total_removed: removed, by, on } = change;
  const same = (a: Total, b: Total): boolean =>
    a.kind === b.kind && a.column === b.column && a.value === b.value && a.stated_in === b.stated_in;
  const kept = (totals ?? before).filter((total) => removed === undefined || !same(total, removed));
  const more = added === undefined || kept.some((total) => same(total, added)) ? [] : [added];
  return [...kept, ...more].map((total) => {
    const stated = before.find((one) => same(one, total));
    if (stated !== undefined) return stated;
    checkTotal(total);
    return { ...total, by, on };
  });
}

function applied(before: SourceStatement, change: StatementChange): SourceStatement {
  const { by, on } = change;
  const provenance = Object.fromEntries(
    Object.entries({ ...before.provenance, ...change.provenance }).filter(([, value]) => value !== ''),
  ) as Provenance;
  const answers = { ...before.answers };
  for (const [id] of QUESTIONS) {
    const answer = change.answers?.[id];
    if (answer === undefined) continue;
    if (answer === '') delete answers[id];
    else answers[id] = { answer, by, on };
  }
  const { conclusion } = change;
  return {
    provenance,
    answers,
    totals: totalsAfter(before.totals, change),
    conclusion: conclusion === undefined ? before.conclusion : conclusion && { ...conclusion, by, on },
  };
}

/** Changes what is stated about a source, journaled. Throws NOT_FOUND, BAD_ARGUMENT. */
export async function stateAbout(
  engagement: Engagement,
  source: string,
  change: StatementChange,
): Promise<Receipt> {
  return engagement.change('source_described', async (session) => {
    const receipt = await requireSource(session, source);
    const statement = applied(await statementOf(session, receipt.source_id), change);
    await keepStatement(session, receipt.source_id, statement);
    const { provenance, answers, totals, total_added, total_removed, conclusion } = change;
    return {
      value: receipt,
      details: {
        file: receipt.file,
        sha256: receipt.sha256,
        by: change.by,
        on: change.on,
        ...(provenance === undefined ? {} : { provenance }),
        ...(answers === undefined ? {} : { answers }),
        ...(totals === undefined ? {} : { totals }),
        ...(total_added === undefined ? {} : { total_added }),
        ...(total_removed === undefined ? {} : { total_removed }),
        ...(conclusion === undefined ? {} : { conclusion }),
      },
    };
  });
}
