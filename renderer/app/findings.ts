import { useEffect } from 'react';
import { create } from 'zustand';
import type { HostConnection } from '#shared/contract/host.ts';
import type { Disposition } from '#shared/model/vocabulary.ts';
import { LocalRows } from '../data/local-rows.ts';
import { readColumns, readPages } from '../data/read-all.ts';
import { toColumns } from '../data/paged-rows.ts';
import { useConnection } from './connection.tsx';
import { useEngagement } from './engagement.ts';
import { useJobs } from './jobs.ts';
import type { ErrorEnvelope } from './types.ts';

interface FindingsState {
  /** Which reading of which engagement is held. */
  key: string | null;
  rows: LocalRows | null;
  error: ErrorEnvelope | null;
}

const useStore = create<FindingsState>(() => ({ key: null, rows: null, error: null }));

/** Enough for the largest screen: what is shown while the rest is read. */
const HEAD = 200;

/** All findings, read once, the gravest first, and kept for the next visit. */
export function useFindings(): FindingsState {
  const connection = useConnection();
  const { id, timezone } = useEngagement();
  const runs = useJobs((state) => state.runs);
  const key = `${id} ${runs}`;
  useEffect(() => {
    if (useStore.getState().key !== key) void load(connection, key, timezone);
  }, [connection, key, timezone]);
  return useStore();
}

async function load(connection: HostConnection, key: string, zone: string): Promise<void> {
  const before = useStore.getState();
  // Read again: what is shown stays until all of the new reading is there.
  const again = before.rows !== null && engagementOf(before.key) === engagementOf(key);
  useStore.setState({ key });
  const current = (): boolean => useStore.getState().key === key;
  let head = await connection.call('findings.head', { limit: HEAD });
  // An engine that ended under the question is there again for the next one.
  if (!head.ok && head.error.code === 'INTERNAL')
    head = await connection.call('findings.head', { limit: HEAD });
  if (!current()) return;
  if (!head.ok) {
    useStore.setState({ rows: null, error: head.error });
    return;
  }
  const { row_count, columns, arrow } = head.value;
  const rows = new LocalRows(toColumns(columns), zone);
  rows.expect(row_count);
  rows.addColumns(readColumns(arrow), row_count <= HEAD);
  if (!again) useStore.setState({ rows, error: null });
  const failed = row_count <= HEAD ? null : await readRest(connection, rows, current);
  if (!current()) return;
  if (failed) rows.fail(failed);
  if (again) useStore.setState({ rows, error: null });
}

/** The rows behind the head. They have one order, whatever is decided meanwhile. */
async function readRest(
  connection: HostConnection,
  rows: LocalRows,
  current: () => boolean,
): Promise<ErrorEnvelope | null> {
  const opened = await connection.call('findings.open', {});
  if (!opened.ok) return opened.error;
  const take = (columns: unknown[][], last: boolean): boolean => {
    if (current()) rows.addColumns(columns, last);
    return current();
  };
  const answer = await readPages(connection, opened.value, take, { from: HEAD });
  return answer.ok ? null : answer.error;
}

const engagementOf = (key: string | null): string | undefined => key?.split(' ')[0];

export function columnOf(rows: LocalRows, name: string): number {
  return rows.columns.findIndex((column) => column.name === name);
}

/** What is held is of the past: it is read again. */
export function forgetFindings(): void {
  useJobs.setState((state) => ({ runs: state.runs + 1 }));
}

/** Shows a decision at once; the engine has already stored it. */
export function showDisposition(ids: ReadonlySet<string>, disposition: Disposition): void {
  const { rows } = useStore.getState();
  if (!rows) return;
  const id = columnOf(rows, 'id');
  const at = columnOf(rows, 'disposition');
  rows.patch((_row, get, set) => {
    if (ids.has(String(get(id)))) set(at, disposition);
  });
}
