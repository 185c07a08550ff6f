import { useMemo } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { useAddress } from '../../app/places.ts';
import { useLocalRows } from '../../app/rows.ts';
import { Hash } from '../../components/hash.tsx';
import type { ColumnLook } from '../../components/table/column-look.ts';
import { DataTable } from '../../components/table/data-table.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatBytes, formatCount } from '../../data/format.ts';
import type { Column } from '../../data/rows.ts';
import { sourceWords as t } from '../../strings/sources.ts';

const COLUMNS: Column[] = [
  { name: 'file', type: 'VARCHAR', kind: 'text' },
  { name: 'reader', type: 'VARCHAR', kind: 'text' },
  { name: 'tables', type: 'VARCHAR', kind: 'text' },
  { name: 'read', type: 'BIGINT', kind: 'number' },
  { name: 'loaded', type: 'BIGINT', kind: 'number' },
  { name: 'rejected', type: 'BIGINT', kind: 'number' },
  { name: 'size', type: 'BIGINT', kind: 'number' },
  { name: 'sha256', type: 'VARCHAR', kind: 'text' },
  { name: 'source_id', type: 'VARCHAR', kind: 'text' },
];

const count = (value: unknown): string => formatCount(Number(value));

const LOOKS: Record<string, ColumnLook> = {
  file: { title: t.file, width: 250 },
  reader: {
    title: t.reader,
    width: 136,
    render: (value) => {
      if (value === null) return <Mark verdict="missing">{t.notMapped}</Mark>;
      if (value === t.replaced) return <span className="muted">{t.replaced}</span>;
      return String(value);
    },
  },
  tables: { title: t.tables, width: 140 },
  read: { title: t.read, width: 86, render: count },
  loaded: { title: t.loaded, width: 86, render: count },
  rejected: {
    title: t.rejected,
    width: 92,
    render: (value) => (value === 0 ? '0' : <Mark verdict="fails">{count(value)}</Mark>),
  },
  size: { title: t.size, width: 84, render: (value) => formatBytes(Number(value)) },
  sha256: { title: t.hash, width: 132, render: (value) => <Hash value={String(value)} label={t.hash} /> },
  source_id: { hidden: true },
};

/** Every file that came, in the order of import; replaced ones say so. */
export function ReceiptTable({ receipts }: { receipts: Result<'intake.sources'>['receipts'] }) {
  const { id, timezone } = useEngagement();
  const { query } = useAddress();
  const rows = useMemo(
    () =>
      receipts.map((receipt) => [
        receipt.file,
        receipt.superseded_by === undefined ? receipt.reader : t.replaced,
        receipt.tables.join(', '),
        receipt.read,
        receipt.loaded,
        receipt.rejected,
        receipt.size_bytes,
        receipt.sha256,
        receipt.source_id,
      ]),
    [receipts],
  );
  const source = useLocalRows(COLUMNS, rows);
  return (
    <DataTable
      label={t.table}
      source={source}
      zone={timezone}
      kept={`${id}.receipts`}
      looks={LOOKS}
      startFilters={query}
      onOpen={(values) => inspect({ kind: 'receipt', id: String(values[8]) })}
      empty={t.empty}
    />
  );
}
