import type { SourceSheet, SourceStatement } from '#shared/contract/intake-schemas.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { type Moments, resolveMoments } from '#engine/engagement/moments.ts';
import type { EngagementSettings } from '#engine/engagement/types.ts';
import type { Session } from '#engine/store/index.ts';
import { completenessOf, systemsOf } from './completeness.ts';
import { gapsOf } from './gaps.ts';
import { QUESTIONS, statementOf } from './statement.ts';
import { checkTotal } from './totals.ts';

const DAY = 86_400_000;

/** How the dates of a file lie to the period. */
function periodLines(receipt: Receipt, moments: Moments): SourceSheet['period'] {
  const start = Date.parse(moments.period_start);
  const end = Date.parse(moments.period_end);
  return receipt.rows.flatMap(({ table, ranges }) =>
    Object.entries(ranges).map(([column, { min, max }]) => {
      const [from, to] = [Date.parse(min), Date.parse(max)];
      const outside = to < start || from >= end;
      const covers = from < start + DAY && to >= end - DAY;
      const within = from >= start && to < end;
      const position = outside ? 'outside' : covers ? 'covers' : within ? 'within' : 'overlaps';
      return { table, column, min, max, position } as const;
    }),
  );
}

const ASKED: Readonly<Record<(typeof QUESTIONS)[number][0], string>> = {
  source: 'where it comes from',
  flow: 'how it got here',
  altered: 'whether it was changed on the way',
  tested: 'how it was tested',
};

function openPoints(statement: SourceStatement, totals: SourceSheet['totals']): string[] {
  const { provenance, answers, conclusion } = statement;
  const told = [
    ['source_system', 'source system'],
    ['query', 'query or report'],
    ['provided_by', 'who provided it'],
    ['provided_on', 'when it was provided'],
  ] as const;
  return [
    ...told.filter(([name]) => provenance[name] === undefined).map(([, words]) => `not stated: ${words}`),
    ...QUESTIONS.filter(([id]) => answers[id] === undefined).map(([id]) => `not answered: ${ASKED[id]}`),
    ...(totals.length === 0 ? ['no total of the client’s own statement was entered'] : []),
    ...totals
      .filter(({ result }) => result !== 'agrees')
      .map(({ kind, column, result, difference }) => {
        const what = column === null ? kind : `${kind} of ${column}`;
        return result === 'differs'
          ? `${what} differs${difference === null ? '' : ` by ${difference}`}`
          : `${what} cannot be compared`;
      }),
    ...(conclusion === null ? ['no conclusion on the file as evidence'] : []),
  ];
}

/** What all sheets of an engagement share. */
export interface SheetSetting {
  moments: Moments;
  completeness: Awaited<ReturnType<typeof completenessOf>>;
}

export async function sheetSetting(session: Session, settings: EngagementSettings): Promise<SheetSetting> {
  const moments = await resolveMoments(session, settings);
  return { moments, completeness: await completenessOf(session, moments.as_of) };
}

/** The auditor's sheet on one source: what people stated, what follows from the files, and what is still open. */
export async function sourceSheet(
  session: Session,
  receipt: Receipt,
  { moments, completeness }: SheetSetting,
): Promise<SourceSheet> {
  const statement = await statementOf(session, receipt.source_id);
  const totals = [];
  for (const stated of statement.totals) totals.push(await checkTotal(session, receipt, stated));
  const inForce = receipt.superseded_by === undefined;
  const systems = inForce ? await systemsOf(session, receipt) : new Set<string>();
  return {
    source_id: receipt.source_id,
    statement,
    questions: QUESTIONS.map(([id, question]) => ({
      id,
      question,
      answer: statement.answers[id] ?? null,
    })),
    totals,
    period: periodLines(receipt, moments),
    gaps: inForce ? await gapsOf(session, receipt, moments.period) : [],
    completeness: {
      as_of: moments.as_of,
      people: completeness.people,
      systems: completeness.systems.filter(({ system }) => systems === null || systems.has(system)),
    },
    open: openPoints(statement, totals),
  };
}
