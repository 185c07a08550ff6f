import type { HostConnection } from '#shared/contract/host.ts';
import type { ResultHandle } from '#shared/contract/schemas.ts';
import type { Answer } from '#shared/contract/envelope.ts';
import { readPage, readRow } from './page-cache.ts';
import { toColumns } from './paged-rows.ts';
import type { Column } from './rows.ts';

export interface Small {
  columns: readonly Column[];
  rows: readonly unknown[][];
}

/** A result small enough to be read at once: at most `limit` rows, and given back to the engine. */
export async function readSmall(
  connection: HostConnection,
  sql: string,
  limit = 1000,
): Promise<Answer<Small>> {
  const opened = await connection.call('query.open', { sql });
  if (!opened.ok) return opened;
  const { result_id } = opened.value;
  const page = await connection.call('query.page', { result_id, offset: 0, limit });
  void connection.call('query.close', { result_id });
  if (!page.ok) return page;
  return { ok: true, value: { columns: toColumns(opened.value), rows: rowsOf(page.value.arrow) } };
}

/** Every row of a result, page by page; ends early when `take` says no. */
export async function readPages(
  connection: HostConnection,
  handle: ResultHandle,
  take: (rows: unknown[][], last: boolean) => boolean,
  size = 5000,
): Promise<Answer<null>> {
  for (let offset = 0; ; offset += size) {
    const page = await connection.call('query.page', { result_id: handle.result_id, offset, limit: size });
    if (!page.ok) return page;
    const last = offset + size >= handle.row_count;
    if (!take(rowsOf(page.value.arrow), last) || last) break;
  }
  void connection.call('query.close', { result_id: handle.result_id });
  return { ok: true, value: null };
}

function rowsOf(arrow: Uint8Array): unknown[][] {
  const page = readPage(arrow);
  return Array.from({ length: page.length }, (_, at) => readRow(page, at));
}
