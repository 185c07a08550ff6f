import { useCallback, useEffect, useMemo, useState } from 'react';
import type { HostConnection } from '#shared/contract/host.ts';
import { LocalRows } from '../data/local-rows.ts';
import { PagedRows } from '../data/paged-rows.ts';
import { type Small, readSmall } from '../data/read-all.ts';
import type { Column } from '../data/rows.ts';
import { type Asked, useConnection, useQuestion } from './connection.tsx';
import { useEngagement } from './engagement.ts';
import type { ErrorEnvelope } from './types.ts';

/** A small result of the canonical tables, read again when the engagement changes. */
export function useSmall(sql: string, limit?: number): Asked<Small> {
  return useQuestion<Small>(
    `small ${limit} ${sql}`,
    useCallback((connection: HostConnection) => readSmall(connection, sql, limit), [sql, limit]),
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

const CLOSED: Opened = { source: null, error: null };

/** Opens a query as a paged table and gives it back when it is no longer shown. */
export function usePagedRows(sql: string): Opened {
  const connection = useConnection();
  const [opened, setOpened] = useState(CLOSED);
  useEffect(() => {
    let current = true;
    let source: PagedRows | null = null;
    const open = async (): Promise<void> => {
      const answer = await connection.call('query.open', { sql });
      if (answer.ok) source = new PagedRows(connection, sql, answer.value);
      if (current) setOpened({ source, error: answer.ok ? null : answer.error });
      else source?.dispose();
    };
    void open();
    return () => {
      current = false;
      source?.dispose();
      setOpened(CLOSED);
    };
  }, [connection, sql]);
  return opened;
}
