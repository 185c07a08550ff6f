import { useEffect, useRef, useState } from 'react';
import { useConnection } from '../../app/connection.tsx';
import { runJob } from '../../app/jobs.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { formatCount, formatDuration, plural } from '../../data/format.ts';
import { PagedRows } from '../../data/paged-rows.ts';
import { queryWords as t } from '../../strings/query.ts';

export interface QueryState {
  running: boolean;
  /** The statement whose result is shown. */
  sql: string | null;
  source: PagedRows | null;
  /** Rows kept, when there were more than the engine keeps. */
  capped: number | null;
  error: ErrorEnvelope | null;
}

const START: QueryState = { running: false, sql: null, source: null, capped: null, error: null };

/** Runs one statement at a time; a new one takes the place of the old result once it is there. */
export function useQuery(): QueryState & { run: (sql: string) => void } {
  const connection = useConnection();
  const [state, setState] = useState(START);
  const held = useRef<PagedRows | null>(null);
  useEffect(() => () => held.current?.dispose(), []);

  const run = async (sql: string): Promise<void> => {
    setState((before) => ({ ...before, running: true, error: null }));
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
    if (!answer.ok) {
      const error = answer.error.code === 'CANCELLED' ? null : answer.error;
      setState((before) => ({ ...before, running: false, error }));
      return;
    }
    held.current?.dispose();
    const source = new PagedRows(connection, sql, answer.value);
    held.current = source;
    setState({
      running: false,
      sql,
      source,
      capped: answer.value.capped ? answer.value.row_count : null,
      error: null,
    });
  };
  return { ...state, run: (sql) => void run(sql) };
}

export function cappedText(rows: number): string {
  return t.capped(formatCount(rows));
}
