import { useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { InspectorPane } from '../../app/inspector-pane.tsx';
import { copyText } from '../../components/copy.ts';
import { Door } from '../../components/door.tsx';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { EmptyState, ErrorNote } from '../../components/notes.tsx';
import { Tree } from '../../components/tree.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatBytes, formatCount } from '../../data/format.ts';
import { sourceWords as t } from '../../strings/sources.ts';

/** Members that have a place of their own in the receipt. */
const SHOWN = new Set([
  'source_id',
  'file',
  'sha256',
  'size_bytes',
  'reader',
  'tables',
  'read',
  'loaded',
  'rejected',
  'rejects',
]);
const NONE = {};

/** The receipt of one file: what it is, what became of each record, control totals, rejects. */
export function ReceiptDetail({ id }: { id: string }) {
  const { timezone } = useEngagement();
  const sources = useAsk('intake.sources', NONE);
  if (sources.error) {
    return (
      <InspectorPane title={t.receipt}>
        <ErrorNote error={sources.error} />
      </InspectorPane>
    );
  }
  if (!sources.value) return null;
  const receipt = sources.value.receipts.find(({ source_id }) => source_id === id);
  if (!receipt) {
    return (
      <InspectorPane title={t.receipt}>
        <EmptyState title={t.gone} />
      </InspectorPane>
    );
  }
  const { read, loaded, rejected } = receipt;
  const rest = Object.fromEntries(Object.entries(receipt).filter(([name]) => !SHOWN.has(name)));
  return (
    <InspectorPane title={receipt.file}>
      <Facts
        items={[
          [
            t.reader,
            receipt.reader ?? (
              <Mark key="m" verdict="missing">
                {t.notMapped}
              </Mark>
            ),
          ],
          [t.size, formatBytes(receipt.size_bytes)],
          [t.hash, <Hash key="h" value={receipt.sha256} label={t.hash} />],
          [t.read, formatCount(read)],
          [
            t.loaded,
            <Mark key="l" verdict={read === loaded + rejected ? 'holds' : 'fails'}>
              {formatCount(loaded)}
            </Mark>,
          ],
          [
            t.rejected,
            rejected === 0 ? (
              '0'
            ) : (
              <Mark key="r" verdict="fails">
                {formatCount(rejected)}
              </Mark>
            ),
          ],
        ]}
      />
      <ul className="section">
        {receipt.tables.map((table) => (
          <li key={table}>
            <Door to="query" query={{ sql: rowsOf(table, receipt.source_id) }}>
              {t.queryRows(table)}
            </Door>
          </li>
        ))}
      </ul>
      <Rejects id={id} total={rejected} />
      {Object.keys(rest).length > 0 && (
        <section className="section">
          <h3>{t.controlTotals}</h3>
          <Tree value={rest} zone={timezone} />
        </section>
      )}
    </InspectorPane>
  );
}

function rowsOf(table: string, source: string): string {
  const name = table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
  const where = table.startsWith('raw.') ? '' : ` WHERE source_id = '${source.replaceAll("'", "''")}'`;
  return `SELECT * FROM ${name}${where}`;
}

const STEP = 200;

function Rejects({ id, total }: { id: string; total: number }) {
  const [limit, setLimit] = useState(STEP);
  const rejects = useAsk('intake.rejects', total === 0 ? null : { source_id: id, limit });
  if (total === 0) return <p className="muted">{t.noRejects}</p>;
  if (rejects.error) return <ErrorNote error={rejects.error} />;
  if (!rejects.value) return null;
  const shown = rejects.value.rejects;
  const copy = (): void => {
    const clean = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
    const lines = shown.map(({ record, code, message, raw }) =>
      [record, code, clean(message), clean(raw ?? '')].join('\t'),
    );
    void copyText([[t.record, t.code, t.message, t.raw].join('\t'), ...lines].join('\n'), t.copiedRejects);
  };
  return (
    <section className="section" aria-label={t.rejects}>
      <h3>{t.rejects}</h3>
      <ol className="rejects">
        {shown.map(({ record, code, message, raw }) => (
          <li key={record}>
            <p>
              <strong>
                {t.record} {formatCount(record)}
              </strong>{' '}
              <code>{code}</code> {message}
            </p>
            {raw !== null && <pre className="sql">{raw}</pre>}
          </li>
        ))}
      </ol>
      <div className="row-line">
        <span className="muted">
          {t.rejectsShown(formatCount(shown.length), formatCount(rejects.value.total))}
        </span>
        {shown.length < rejects.value.total && (
          <button type="button" className="button small" onClick={() => setLimit(limit + STEP)}>
            {t.showMore}
          </button>
        )}
        <button type="button" className="button small" onClick={copy}>
          {t.copyRejects}
        </button>
      </div>
    </section>
  );
}
