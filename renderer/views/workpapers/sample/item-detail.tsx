import type { SampleView } from '#shared/contract/sampling-schemas.ts';
import { useAsk } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { inspect } from '../../../app/inspect.ts';
import { InspectorPane } from '../../../app/inspector-pane.tsx';
import { Door } from '../../../components/door.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Tree } from '../../../components/tree.tsx';
import { formatCount, plural } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';
import { resultsOf } from './item-rows.ts';
import { RecordForm } from './record-form.tsx';

/** One item: the row as it was drawn, a result for each attribute, and on to the next. */
export default function ItemDetail({ sample: id, item }: { sample: string; item: string }) {
  const { value, error } = useAsk('sampling.get', { sample_id: id });
  const at = value?.sample.items.findIndex(({ key }) => key === item) ?? -1;
  if (error || (value && at < 0)) {
    return (
      <InspectorPane title={id}>
        <ErrorNote error={error ?? { message: t.noItem }} />
      </InspectorPane>
    );
  }
  return value ? <Item view={value} at={at} /> : null;
}

function Item({ view, at }: { view: SampleView; at: number }) {
  const { timezone, locked } = useEngagement();
  const { sample } = view;
  const item = sample.items[at]!;
  const found = resultsOf(view);
  const to = (step: number): void => {
    const next = sample.items[at + step];
    if (next) inspect({ kind: 'sample-item', sample: sample.sample_id, key: next.key });
  };
  const { id: finding, source_id: source } = item.values;
  return (
    <InspectorPane title={t.item(formatCount(at + 1), formatCount(sample.items.length))}>
      <div className="row-line">
        <button
          type="button"
          className="button small"
          disabled={at === 0}
          title={at === 0 ? t.firstItem : undefined}
          onClick={() => to(-1)}
        >
          {t.previous}
        </button>
        <button
          type="button"
          className="button small"
          disabled={at === sample.items.length - 1}
          title={at === sample.items.length - 1 ? t.lastItem : undefined}
          onClick={() => to(1)}
        >
          {t.next}
        </button>
      </div>
      <p className="anywhere">
        <code>{item.key}</code>
      </p>
      {sample.attributes.map(({ id, title }) => {
        const result = found(item.key, id);
        return (
          <section key={id} className="section" aria-label={`${id}: ${title}`}>
            <h3>
              {id}: {title}
            </h3>
            {result && (
              <p>
                {t.results[result.result]}{' '}
                {result.tick_mark !== null && <strong className="tick-mark">{result.tick_mark}</strong>}{' '}
                {result.note}{' '}
                <span className="muted">{t.byAt(result.by, formatMoment(result.at, timezone))}</span>
              </p>
            )}
            {locked && result && result.attachments.length > 0 && (
              <Door to="procedures" query={{ view: 'attachments' }}>
                {plural(result.attachments.length, t.file)}
              </Door>
            )}
            {!locked && (
              <RecordForm
                key={`${item.key} ${result?.at}`}
                sample={sample}
                keys={[item.key]}
                attribute={id}
                current={result}
              />
            )}
          </section>
        );
      })}
      <section className="section" aria-label={t.values}>
        <h3>{t.values}</h3>
        <Tree value={item.values} zone={timezone} />
        <div className="row-line">
          {sample.key.includes('id') && typeof finding === 'string' && 'reason_code' in item.values && (
            <button
              type="button"
              className="button small"
              onClick={() => inspect({ kind: 'finding', id: finding })}
            >
              {t.openFinding}
            </button>
          )}
          {typeof source === 'string' && (
            <button
              type="button"
              className="button small"
              onClick={() => inspect({ kind: 'receipt', id: source })}
            >
              {t.openSource}
            </button>
          )}
        </div>
      </section>
    </InspectorPane>
  );
}
