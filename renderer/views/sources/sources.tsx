import { useMemo } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { useAddress } from '../../app/places.ts';
import { useLocalRows } from '../../app/rows.ts';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import type { ColumnLook } from '../../components/table/column-look.ts';
import { DataTable } from '../../components/table/data-table.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatBytes, formatCount } from '../../data/format.ts';
import type { Column } from '../../data/rows.ts';
import { sourceWords as t } from '../../strings/sources.ts';
import { DropZone } from './drop-zone.tsx';
import { useImport } from './use-import.ts';

type Receipts = Result<'intake.sources'>['receipts'];

const NONE = {};

export default function Sources() {
  const sources = useAsk('intake.sources', NONE);
  const intake = useImport();
  return (
    <Page
      full
      title={t.title}
      lead={t.lead}
      actions={
        <>
          <FileButton
            purpose="import-files"
            multiple
            primary
            disabled={intake.busy}
            onFiles={intake.take}
            onFault={intake.setError}
          >
            {t.importFiles}
          </FileButton>
          <FileButton
            purpose="import-folder"
            folder
            disabled={intake.busy}
            onFiles={intake.take}
            onFault={intake.setError}
          >
            {t.importFolder}
          </FileButton>
        </>
      }
    >
      <DropZone busy={intake.busy} onFiles={intake.adopt} />
      {intake.error && <ErrorNote error={intake.error} />}
      {intake.failed.length > 0 && (
        <div className="error-note" role="alert">
          <h2>{t.failed}</h2>
          <ul>
            {intake.failed.map(({ file, code, message, hint }) => (
              <li key={`${file} ${message}`}>
                <strong>{file}</strong>: {message} {hint} <span className="code">{code}</span>
              </li>
            ))}
          </ul>
          <button type="button" className="button small" onClick={intake.dismiss}>
            {t.dismiss}
          </button>
        </div>
      )}
      {sources.error && <ErrorNote error={sources.error} />}
      {sources.pending && !sources.value && <Waiting what={t.title.toLowerCase()} />}
      {sources.value && <ReceiptTable receipts={sources.value.receipts} />}
    </Page>
  );
}

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
  file: { title: t.file, width: 270 },
  reader: {
    title: t.reader,
    width: 150,
    render: (value) => (value === null ? <Mark verdict="missing">{t.notMapped}</Mark> : String(value)),
  },
  tables: { title: t.tables, width: 150 },
  read: { title: t.read, width: 90, render: count },
  loaded: { title: t.loaded, width: 90, render: count },
  rejected: {
    title: t.rejected,
    width: 100,
    render: (value) => (value === 0 ? '0' : <Mark verdict="fails">{count(value)}</Mark>),
  },
  size: { title: t.size, width: 90, render: (value) => formatBytes(Number(value)) },
  sha256: { title: t.hash, width: 126, render: (value) => <Hash value={String(value)} label={t.hash} /> },
  source_id: { hidden: true },
};

function ReceiptTable({ receipts }: { receipts: Receipts }) {
  const { timezone } = useEngagement();
  const { query } = useAddress();
  const rows = useMemo(
    () =>
      receipts.map((receipt) => [
        receipt.file,
        receipt.reader,
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
      looks={LOOKS}
      startFilters={query}
      onOpen={(values) => inspect({ kind: 'receipt', id: String(values[8]) })}
      empty={t.empty}
    />
  );
}
