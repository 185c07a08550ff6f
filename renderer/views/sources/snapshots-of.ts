import type { ReceiptView } from '#shared/contract/schemas.ts';

export interface Snapshot {
  table: string;
  /** ISO text in UTC. */
  moment: string;
  sourceId: string;
  file: string;
  /** Rows that the file gave to the table, of all its moments. */
  rows: number;
  /** Moments that the file holds for the table. */
  moments: number;
  /** Rows more or less than the one before from the same reader; null = the first, or not comparable. */
  change: number | null;
}

/** Snapshots of the files in force, by table, then by the file's reader, then in order of time. */
export function snapshotsOf(receipts: readonly ReceiptView[]): Snapshot[] {
  const found = receipts
    .filter(({ superseded_by }) => superseded_by === undefined)
    .flatMap((receipt) =>
      receipt.rows.flatMap(({ table, rows, as_of }) =>
        as_of.map((moment) => ({
          table,
          moment,
          reader: receipt.reader ?? '',
          sourceId: receipt.source_id,
          file: receipt.file,
          rows,
          moments: as_of.length,
        })),
      ),
    );
  const keys = ['table', 'reader', 'moment', 'file'] as const;
  found.sort((a, b) => {
    for (const key of keys) if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
    return 0;
  });
  return found.map(({ reader, ...snapshot }, at) => {
    const before = found[at - 1];
    const comparable =
      before?.table === snapshot.table &&
      before.reader === reader &&
      before.moment !== snapshot.moment &&
      before.moments === 1 &&
      snapshot.moments === 1;
    return { ...snapshot, change: comparable ? snapshot.rows - before.rows : null };
  });
}
