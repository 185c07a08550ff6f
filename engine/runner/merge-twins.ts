import type { Session } from '#engine/store/index.ts';
import type { ProcedureRow, SourceRow } from './kit/index.ts';
import { NOT_PASSED, replaceTable } from './tested.ts';

// What a client hands over twice, in the registers of two months, is found twice. It is one finding, which rests on the
// rows of both files; where they say different things of it, its summary says each of them.

const KEY = ['subject_type', 'subject_id', 'reason_code'] as const;

/** The gravest first: of twins with different outcomes the finding has this. */
const GRAVITY = ['exception', 'indeterminate', 'lead'];

/** What a run says of it: rows that came twice may count twice in what it tested. */
export function mergedNote(merged: number): readonly string[] {
  if (merged === 0) return [];
  const what = merged === 1 ? '1 finding rests' : `${merged} findings rest`;
  return [
    `${what} on rows that came more than once. Where such rows are counted as tested, each of them is.`,
  ];
}

const SOURCE_ROWS = `'[{"table": "VARCHAR", "source_id": "VARCHAR", "record_no": "BIGINT"}]'`;

/** Makes one row of twins in the table of what was tested, in the place of the first. Answers how many findings had twins. */
export async function mergeTwins(session: Session, tested: string): Promise<number> {
  const key = [...KEY, 'finding_key'].join(', ');
  // The id is a digest of the key, and one short column to compare instead of four.
  const twins = `SELECT finding_id FROM ${tested} WHERE ${NOT_PASSED} GROUP BY finding_id HAVING count(*) > 1`;
  const merged = Number(await session.value(`SELECT count(*) FROM (${twins})`));
  if (merged === 0) return 0;
  await session.run(
    `${replaceTable(tested)} AS
     WITH marked AS (
       SELECT *, rowid AS at_row, CASE WHEN ${NOT_PASSED} THEN 0 ELSE rowid + 1 END AS apart FROM ${tested}
     ), numbered AS (
       SELECT *, row_number() OVER (same ORDER BY list_position(['${GRAVITY.join("', '")}'], outcome), source_rows::VARCHAR,
         summary, details::VARCHAR) AS nth
       FROM marked WINDOW same AS (PARTITION BY apart, ${key})
     ), joined AS (
       SELECT apart, ${key}, min(at_row) AS first_at, string_agg(DISTINCT summary, '; ' ORDER BY summary) AS summaries,
         to_json(list_sort(list_distinct(flatten(list(from_json(source_rows, ${SOURCE_ROWS})))))) AS sources
       FROM marked GROUP BY ALL
     )
     SELECT n.* EXCLUDE (at_row, apart, nth) REPLACE (j.summaries AS summary, j.sources AS source_rows)
     FROM numbered AS n JOIN joined AS j ON j.apart = n.apart AND ${key
       .split(', ')
       .map((name) => `j.${name} = n.${name}`)
       .join(' AND ')}
     WHERE n.nth = 1 ORDER BY j.first_at`,
  );
  return merged;
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sourcesOf(twins: readonly ProcedureRow[]): SourceRow[] {
  const rows = new Map(
    twins.flatMap(({ source_rows }) => source_rows).map((row) => [JSON.stringify(row), row] as const),
  );
  return [...rows.values()];
}

/** The same of rows that a procedure in TypeScript returned; those that passed are let be. */
export function mergeTwinRows(rows: readonly ProcedureRow[]): { rows: ProcedureRow[]; merged: number } {
  const groups = new Map<string, ProcedureRow[]>();
  for (const [i, row] of rows.entries()) {
    const passed = !GRAVITY.includes(row.outcome);
    const key = JSON.stringify(passed ? i : [...KEY.map((name) => row[name]), row.finding_key ?? '']);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const merged = [...groups.values()].filter((twins) => twins.length > 1).length;
  return {
    rows: [...groups.values()].map((twins) => {
      if (twins.length === 1) return twins[0]!;
      const [gravest] = [...twins].sort((a, b) => GRAVITY.indexOf(a.outcome) - GRAVITY.indexOf(b.outcome));
      const summary = [...new Set(twins.map((row) => row.summary))].sort(inOrder).join('; ');
      return { ...gravest!, summary, source_rows: sourcesOf(twins) };
    }),
    merged,
  };
}
