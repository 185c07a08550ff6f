import { create } from 'zustand';
import type { HostConnection } from '#shared/contract/host.ts';
import type { Result } from '#shared/contract/methods.ts';
import { runJob } from '../../../app/jobs.ts';
import type { ErrorEnvelope } from '../../../app/types.ts';
import { plural } from '../../../data/format.ts';
import { LocalRows } from '../../../data/local-rows.ts';
import { toColumns } from '../../../data/paged-rows.ts';
import { readPages } from '../../../data/read-all.ts';
import type { RowSource } from '../../../data/rows.ts';
import { outlierWords as t } from '../../../strings/outliers.ts';
import type { ForestChoice } from './forest-choice.ts';

export interface Scored {
  handle: Result<'analysis.score'>;
  rows: LocalRows;
  /** Rows that the window holds: the most unusual ones. */
  shown: number;
}

interface Scoring {
  /** The result whose rows were scored. */
  of: RowSource | null;
  running: boolean;
  scored: Scored | null;
  error: ErrorEnvelope | null;
}

/** Rows that are read into the window, where they are ordered and filtered at once. */
const MOST_SHOWN = 100_000;

/** The scores of one result at a time, kept while the auditor is elsewhere. */
export const useScoring = create<Scoring>(() => ({ of: null, running: false, scored: null, error: null }));

/** Scores all rows of a statement; `of` is the result on screen that they belong to. */
export async function score(
  connection: HostConnection,
  of: RowSource,
  sql: string,
  choice: ForestChoice,
  zone: string,
): Promise<void> {
  const before = useScoring.getState();
  if (before.running) return;
  useScoring.setState({ of, running: true, error: null, ...(before.of === of ? {} : { scored: null }) });
  const answer = await runJob(
    connection,
    'analysis.score',
    { sql, ...choice },
    {
      title: t.job,
      outcome: ({ row_count }) => t.done(plural(row_count, t.row)),
      cancelled: t.cancelled,
      readOnly: true,
    },
  );
  if (!answer.ok) {
    const error = answer.error.code === 'CANCELLED' ? null : answer.error;
    useScoring.setState({ running: false, error });
    return;
  }
  const handle = answer.value;
  const given = before.scored?.handle.result_id;
  if (given !== undefined) void connection.call('query.close', { result_id: given });
  const shown = Math.min(handle.row_count, MOST_SHOWN);
  const rows = new LocalRows(toColumns(handle.columns), zone);
  rows.expect(shown);
  useScoring.setState({ running: false, scored: { handle, rows, shown } });
  const current = (): boolean => useScoring.getState().scored?.rows === rows;
  const take = (columns: unknown[][], last: boolean): boolean => {
    if (current()) rows.addColumns(columns, last);
    return current();
  };
  // It stays open: what is exported later is all of it.
  const read = await readPages(connection, { ...handle, row_count: shown }, take, { keep: true });
  if (!read.ok && current()) rows.fail(read.error);
}
