import { create } from 'zustand';
import type { HostConnection } from '#shared/contract/host.ts';
import { runJob } from '../../app/jobs.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { formatDuration, plural } from '../../data/format.ts';
import { PagedRows } from '../../data/paged-rows.ts';
import { queryWords as t } from '../../strings/query.ts';
import { readHistory, remember } from './history.ts';

interface ConsoleState {
  /** Whose console it is: another engagement starts afresh. */
  engagement: string | null;
  text: string;
  history: readonly string[];
  running: boolean;
  /** The statement whose result is shown. */
  sql: string | null;
  source: PagedRows | null;
  /** Rows kept, when there were more than the engine keeps. */
  capped: number | null;
  error: ErrorEnvelope | null;
  /** The last statement gave nothing: what is shown is of one before. */
  stale: boolean;
  /** What stands under the statement. */
  show: 'rows' | 'chart' | 'outliers' | 'plan';
  plan: string | null;
}

const START: ConsoleState = {
  engagement: null,
  text: '',
  history: [],
  running: false,
  sql: null,
  source: null,
  capped: null,
  error: null,
  stale: false,
  show: 'rows',
  plan: null,
};

/** The console keeps its statement and its result while the auditor is elsewhere. */
export const useConsole = create<ConsoleState>(() => START);

export function openConsole(engagement: string): void {
  const state = useConsole.getState();
  if (state.engagement === engagement) return;
  state.source?.dispose();
  const history = readHistory(engagement);
  useConsole.setState({ ...START, engagement, history, text: history[0] ?? '' });
}

export function write(text: string): void {
  useConsole.setState({ text });
}

/** Runs one statement at a time; its result takes the place of the one before once it is there. */
export async function run(connection: HostConnection, sql: string): Promise<void> {
  const { engagement, running } = useConsole.getState();
  if (sql.trim() === '' || running || engagement === null) return;
  useConsole.setState({ text: sql, running: true, error: null, history: remember(engagement, sql) });
  const answer = await runJob(
    connection,
    'query.open',
    { sql },
    {
      title: t.job,
      outcome: ({ row_count, ms }) => t.done(plural(row_count, 'row'), formatDuration(ms)),
      cancelled: t.cancelled,
      readOnly: true,
    },
  );
  const before = useConsole.getState();
  if (before.engagement !== engagement) return;
  if (!answer.ok) {
    const error = answer.error.code === 'CANCELLED' ? null : answer.error;
    useConsole.setState({ running: false, error, stale: true });
    return;
  }
  before.source?.dispose();
  const source = new PagedRows(connection, sql, answer.value);
  const capped = answer.value.capped ? answer.value.row_count : null;
  useConsole.setState({ running: false, sql, source, capped, error: null, stale: false, show: 'rows' });
}

export function show(what: ConsoleState['show']): void {
  useConsole.setState({ show: what });
}

/** Shows how the database would carry the statement out; the result before stays. */
export async function explain(connection: HostConnection, sql: string): Promise<void> {
  const { engagement, running } = useConsole.getState();
  if (sql.trim() === '' || running || engagement === null) return;
  useConsole.setState({ running: true, error: null });
  const answer = await runJob(
    connection,
    'query.explain',
    { sql },
    { title: t.explainJob, outcome: () => t.explained, cancelled: t.cancelled, readOnly: true },
  );
  if (useConsole.getState().engagement !== engagement) return;
  if (answer.ok) useConsole.setState({ running: false, plan: answer.value.plan, stale: false, show: 'plan' });
  else {
    const error = answer.error.code === 'CANCELLED' ? null : answer.error;
    useConsole.setState({ running: false, error, stale: true });
  }
}
