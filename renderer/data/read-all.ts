import { type Vector, DataType } from 'apache-arrow';
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
  const read = readPage(page.value.arrow);
  const rows = Array.from({ length: read.length }, (_, at) => readRow(read, at));
  return { ok: true, value: { columns: toColumns(opened.value.columns), rows } };
}

/** The values of a page, column by column. */
export function readColumns(arrow: Uint8Array): unknown[][] {
  return readPage(arrow).columns.map(readColumn);
}

/**
 * Values of each column of a result from row `from` on, page by page; ends early when `take` says no. A page is as
 * large as is read well within a frame: the window scrolls meanwhile. The result is given back unless it is to be kept.
 */
export async function readPages(
  connection: HostConnection,
  { result_id, row_count }: ResultHandle,
  take: (columns: unknown[][], last: boolean) => boolean,
  { from = 0, size = 2500, keep = false }: { from?: number; size?: number; keep?: boolean } = {},
): Promise<Answer<null>> {
  const ask = (offset: number) => connection.call('query.page', { result_id, offset, limit: size });
  let coming = ask(from);
  for (let offset = from; ; offset += size) {
    const page = await coming;
    if (!page.ok) return page;
    const last = offset + size >= row_count;
    // The next page is on its way while this one is read.
    if (!last) coming = ask(offset + size);
    if (!take(readColumns(page.value.arrow), last) || last) break;
  }
  if (!keep) void connection.call('query.close', { result_id });
  return { ok: true, value: null };
}

/** All values of a column. Text in ASCII is decoded once for the whole column. */
function readColumn(vector: Vector): unknown[] {
  const each = (): unknown[] => Array.from({ length: vector.length }, (_, at): unknown => vector.get(at));
  const [data, ...others] = vector.data;
  if (data === undefined || others.length > 0 || !DataType.isUtf8(data.type)) return each();
  const { values, valueOffsets, length, offset } = data;
  const whole = new TextDecoder().decode(values);
  if (whole.length !== values.length) return each();
  return Array.from({ length }, (_, at) =>
    data.getValid(at) ? whole.slice(valueOffsets[offset + at], valueOffsets[offset + at + 1]) : null,
  );
}
