import { useCallback, useEffect, useMemo, useState } from 'react';
import { PagedRows } from '../data/paged-rows.ts';
import { LocalRows } from '../data/local-rows.ts';
import { type Small, readSmall } from '../data/read-all.ts';
import type { Column } from '../data/rows.ts';
import { type Asked, useAnswer, useConnection } from './connection.tsx';
import { useEngagement } from './engagement.ts';
import { useJobs } from './jobs.ts';
import type { ErrorEnvelope } from './types.ts';

/** A small result of the canonical tables, read again when the engagement changes. */
export function useSmall(sql: string | null, limit?: number): Asked<Small> {
  const connection = useConnection();
  const revision = useJobs((state) => state.revision);
  return useAnswer<Small>(
    useCallback(() => (sql === null ? null : readSmall(connection, sql, limit)), [connection, sql, limit]),
    revision,
  );
}

/** Rows that the window has already: sorted and filtered in place. */
export function useLocalRows(columns: readonly Column[], rows: readonly (readonly unknown[])[]): LocalRows {
  const { timezone } = useEngagement();
  return useMemo(() => {
    const source = new LocalRows(columns, timezone);
    source.add(rows, true);
    return source;
  }, [columns, rows, timezone]);
}

export interface Opened {
  source: PagedRows | null;
  error: ErrorEnvelope | null;
}

/** Opens a query as a paged table and gives it back when it is no longer shown. */
export function usePagedRows(sql: string | null): Opened {
  const connection = useConnection();
  const revision = useJobs((state) => state.revision);
  const [opened, setOpened] = useState<Opened>({ source: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed engagement is read again
  useEffect(() => {
    if (sql === null) return;
    let current = true;
    let source: PagedRows | null = null;
    void connection.call('query.open', { sql }).then((answer) => {
      if (!answer.ok) {
        if (current) setOpened({ source: null, error: answer.error });
        return;
      }
      source = new PagedRows(connection, sql, answer.value);
      if (current) setOpened({ source, error: null });
      else source.dispose();
    });
    return () => {
      current = false;
      source?.dispose();
      setOpened({ source: null, error: null });
    };
  }, [connection, sql, revision]);
  return opened;
}
