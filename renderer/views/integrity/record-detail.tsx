import { useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useVerified } from '../../app/chains.ts';
import { useAsk } from '../../app/connection.tsx';
import { useHostInfo } from '../../app/host.ts';
import { inspect } from '../../app/inspect.ts';
import { InspectorPane } from '../../app/inspector-pane.tsx';
import { copyText } from '../../components/copy.ts';
import { Facts } from '../../components/facts.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { RawText } from '../../components/raw-text.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount } from '../../data/format.ts';
import { integrityWords, recordWords as t } from '../../strings/integrity.ts';
import { words } from '../../strings/words.ts';
import { shellLine } from './shell-line.ts';

type Record = Result<'chain.record'>;

/** One record of a chain: both hashes, the bytes between them, and the line that checks them by hand. */
export default function RecordDetail({ chain, index }: { chain: string; index: number }) {
  const asked = useAsk('chain.record', { chain, index });
  const title = t.title(formatCount(index + 1), chain);
  const record = asked.value;
  const { chains } = useVerified();
  const events = chains?.find((item) => item.chain === chain)?.events;
  const isLast = events !== undefined && index >= events - 1;
  return (
    <InspectorPane title={title}>
      <div className="row-line">
        <button
          type="button"
          className="button small"
          disabled={index === 0}
          title={index === 0 ? t.first : undefined}
          onClick={() => inspect({ kind: 'chain-record', chain, index: index - 1 })}
        >
          {t.before}
        </button>
        <button
          type="button"
          className="button small"
          disabled={isLast}
          title={isLast ? t.last : undefined}
          onClick={() => inspect({ kind: 'chain-record', chain, index: index + 1 })}
        >
          {t.after}
        </button>
        {isLast && <span className="muted">{t.last}</span>}
      </div>
      {asked.error && <ErrorNote error={asked.error} />}
      {!record && !asked.error && <Waiting what={title.toLowerCase()} />}
      {record && <Body record={record} />}
    </InspectorPane>
  );
}

const NONE = {};

function Body({ record }: { record: Record }) {
  const sources = useAsk('intake.sources', NONE);
  const file = sources.value?.receipts.find(({ source_id }) => source_id === record.source_id)?.file;
  return (
    <>
      {record.breaks.length > 0 && (
        <ul className="section" aria-label={integrityWords.breaks}>
          {record.breaks.map(({ kind, detail }) => (
            <li key={`${kind} ${detail}`}>
              <Mark verdict="fails">
                <span>
                  <strong>{integrityWords.kinds[kind]}</strong>: {detail}
                </span>
              </Mark>
            </li>
          ))}
        </ul>
      )}
      {record.fault !== null && <ErrorNote error={{ message: `${t.fault}: ${record.fault}` }} />}
      <Facts
        items={[
          [t.event, <code key="e">{record.event_id ?? '∅'}</code>],
          [t.at, record.occurred_at ?? '∅'],
          [
            t.file,
            <button
              key="f"
              type="button"
              className="door"
              onClick={() => inspect({ kind: 'receipt', id: record.source_id })}
            >
              {file ?? record.source_id}
            </button>,
          ],
          [
            t.profile,
            <span key="p">
              <code>{record.profile}</code> {record.algorithm}
            </span>,
          ],
        ]}
      />
      {record.fault === null && <Hashes record={record} />}
      {record.fault === null && <Bytes record={record} />}
      <section className="section" aria-label={t.raw}>
        <h3>{t.raw}</h3>
        {record.raw === null ? <p className="muted">{t.noRaw}</p> : <Block text={record.raw} label={t.raw} />}
      </section>
    </>
  );
}

function Hashes({ record }: { record: Record }) {
  const { stated, computed, agrees, previous } = record;
  return (
    <section className="section">
      {agrees === null ? (
        <Mark verdict="not_proven">{t.noHash}</Mark>
      ) : (
        <Mark verdict={agrees ? 'holds' : 'fails'}>
          <span>{agrees ? t.agrees : t.differs}</span>
        </Mark>
      )}
      <dl className="hashes">
        <dt>{t.stated}</dt>
        <dd>
          <WholeHash value={stated} label={t.stated} />
        </dd>
        <dt>{t.computed}</dt>
        <dd>
          <WholeHash value={computed} label={t.computed} />
        </dd>
        <dt>{t.previous}</dt>
        <dd>{previous === null ? t.noPrevious : <WholeHash value={previous} label={t.previous} />}</dd>
      </dl>
    </section>
  );
}

/** Two hashes are compared by eye: here they stand whole. */
function WholeHash({ value, label }: { value: string | null; label: string }) {
  if (value === null) return <>∅</>;
  return (
    <span className="whole-hash">
      <code>{value}</code>
      <button
        type="button"
        className="button small"
        aria-label={t.copyOf(label)}
        onClick={() => void copyText(value, words.copiedHash)}
      >
        {words.copy}
      </button>
    </span>
  );
}

function Bytes({ record }: { record: Record }) {
  const [form, setForm] = useState<'text' | 'hex'>('text');
  const shown = form === 'text' ? record.preimage_text : record.preimage_hex;
  const line = shellLine(record);
  // The desktop host refuses downloads: there, the line below carries the bytes.
  const saves = useHostInfo().value?.kind === 'loopback' && record.bytes.length > 0;
  return (
    <>
      <section className="section" aria-label={t.bytes}>
        <h3>
          {t.bytes} <span className="muted">{t.size(formatCount(record.preimage_size))}</span>
        </h3>
        <div className="row-line" role="group" aria-label={t.form}>
          {(['text', 'hex'] as const).map((name) => (
            <button
              key={name}
              type="button"
              className="button small"
              aria-pressed={form === name}
              onClick={() => setForm(name)}
            >
              {t[name]}
            </button>
          ))}
          {saves && (
            <button type="button" className="button small" onClick={() => saveBytes(record)}>
              {t.save}
            </button>
          )}
        </div>
        {shown === null ? <p className="muted">{t.noText}</p> : <Block text={shown} label={t.bytes} wrap />}
        {record.cut && <p className="notice">{t.cut}</p>}
      </section>
      <section className="section" aria-label={t.byHand}>
        <h3>{t.byHand}</h3>
        <p className="muted">
          {t.byHandHelp}
          {record.prefix !== '' && t.prefix(record.prefix)}.
        </p>
        {line === null ? (
          <>
            <p>{t.byHandFile}</p>
            <Block text={`cat ${fileName(record)} | ${record.check_with}`} label={t.byHand} wrap />
          </>
        ) : (
          <Block text={line} label={t.byHand} wrap />
        )}
      </section>
    </>
  );
}

const fileName = (record: Record): string => `record-${record.index + 1}.bytes`;

function saveBytes(record: Record): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([new Uint8Array(record.bytes)]));
  link.href = url;
  link.download = fileName(record);
  link.click();
  // The browser takes the bytes after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function Block({ text, label, wrap }: { text: string; label: string; wrap?: boolean }) {
  return (
    <div className="section">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled block must be reachable by keyboard */}
      <pre className={wrap ? 'sql wrap' : 'sql'} tabIndex={0} aria-label={label}>
        <RawText text={text} />
      </pre>
      <div className="row-line">
        <button
          type="button"
          className="button small"
          aria-label={t.copyOf(label)}
          onClick={() => void copyText(text)}
        >
          {words.copy}
        </button>
      </div>
    </div>
  );
}
