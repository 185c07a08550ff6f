import type { ReactNode } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { formatAddress } from '../../app/places.ts';
import { Scroller } from '../../components/scroller.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { formatCount } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { snapshotWords as t, sourceWords } from '../../strings/sources.ts';
import { type Snapshot, snapshotsOf } from './snapshots-of.ts';

const NONE = {};

/** What was observed when, table by table. */
export default function Snapshots({ parts }: { parts: ReactNode }) {
  const sources = useAsk('intake.sources', NONE);
  const snapshots = sources.value ? snapshotsOf(sources.value.receipts) : null;
  return (
    <Page title={sourceWords.title} lead={t.lead}>
      {parts}
      {sources.error && <ErrorNote error={sources.error} />}
      {!sources.value && !sources.error && <Waiting what={t.table.toLowerCase()} />}
      {snapshots?.length === 0 && (
        <EmptyState title={t.empty}>
          <p>{t.emptyHelp}</p>
        </EmptyState>
      )}
      {snapshots && snapshots.length > 0 && <Table snapshots={snapshots} />}
    </Page>
  );
}

function Table({ snapshots }: { snapshots: readonly Snapshot[] }) {
  const { timezone } = useEngagement();
  return (
    <Scroller label={t.table}>
      <table className="ruled snapshots" aria-label={t.table}>
        <thead>
          <tr>
            <th scope="col">{t.of}</th>
            <th scope="col">{t.moment}</th>
            <th scope="col">{t.file}</th>
            <th scope="col" className="num">
              {t.rows}
            </th>
            <th scope="col" className="num">
              {t.change}
            </th>
          </tr>
        </thead>
        <tbody>
          {snapshots.map(({ table, moment, sourceId, file, rows, moments, change }) => (
            <tr key={`${table} ${moment} ${sourceId}`}>
              <th scope="row">
                <code>{table}</code>
              </th>
              <td className="nowrap">{formatMoment(moment, timezone)}</td>
              <td>
                <a href={formatAddress('sources', { sheet: sourceId })}>{file}</a>
              </td>
              <td className="num">
                {formatCount(rows)} {moments > 1 && <span className="muted">{t.shared(moments)}</span>}
              </td>
              <td className="num">
                {change === null ? <span className="muted">{t.first}</span> : signed(change)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function signed(change: number): string {
  if (change === 0) return '±0';
  return change > 0 ? `+${formatCount(change)}` : `−${formatCount(-change)}`;
}
