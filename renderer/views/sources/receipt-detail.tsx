import { useAsk } from '../../app/connection.tsx';
import { InspectorPane } from '../../app/inspector-pane.tsx';
import { closeInspector } from '../../app/inspect.ts';
import { go } from '../../app/places.ts';
import { Door } from '../../components/door.tsx';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { EmptyState, ErrorNote } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatBytes, formatCount } from '../../data/format.ts';
import { sheetWords } from '../../strings/sheet.ts';
import { sourceWords as t } from '../../strings/sources.ts';
import { Rejects } from './rejects.tsx';
import { rowsOf } from './rows-of.ts';
import { TableFigures } from './table-figures.tsx';

const NONE = {};

/** The page that opens takes the room that the pane would cover. */
function leaveFor(query: Readonly<Record<string, string>>): void {
  closeInspector();
  go('sources', query);
}

/** The receipt of one file beside the table: what it is, what became of each record; its sheet is a click away. */
export function ReceiptDetail({ id }: { id: string }) {
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
  const successor = sources.value.receipts.find(({ source_id }) => source_id === receipt.superseded_by);
  return (
    <InspectorPane title={receipt.file}>
      {receipt.superseded_by !== undefined && (
        <p className="notice">{sheetWords.superseded(successor?.file ?? receipt.superseded_by)}</p>
      )}
      <div className="row-line">
        <button type="button" className="button primary" onClick={() => leaveFor({ sheet: id })}>
          {t.openSheet}
        </button>
        {receipt.raw !== undefined && receipt.superseded_by === undefined && (
          <button type="button" className="button" onClick={() => leaveFor({ map: id })}>
            {t.mapByHand}
          </button>
        )}
      </div>
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
      <Rejects id={id} file={receipt.file} total={rejected} />
      {receipt.rows.length > 0 && <TableFigures receipt={receipt} />}
      {receipt.notes.length > 0 && (
        <section className="section">
          <h3>{sheetWords.notes}</h3>
          <ul className="sentences">
            {receipt.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </InspectorPane>
  );
}
