import { useState } from 'react';
import type { MappingDraft, MappingPreview, MappingTest } from '#shared/contract/intake-schemas.ts';
import type { Result } from '#shared/contract/methods.ts';
import { useAct } from '../../../app/act.ts';
import { useAsk, useConnection } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Page } from '../../../app/page.tsx';
import { formatAddress, go } from '../../../app/places.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote, Waiting } from '../../../components/notes.tsx';
import { formatCount, formatOf } from '../../../data/format.ts';
import { mappingWords as t, sheetWords } from '../../../strings/sources.ts';
import { words } from '../../../strings/words.ts';
import { tidy, withTarget } from './draft.ts';
import { Preview } from './preview.tsx';
import { TargetColumns } from './target-columns.tsx';
import { Trial } from './trial.tsx';

const NONE = {};

/** A file that no reader knows: what its columns mean, tried out before it is kept. */
export default function MappingEditor({ id }: { id: string }) {
  const preview = useAsk('mapping.preview', { source: id });
  const targets = useAsk('mapping.targets', NONE);
  const { error, run } = useAct();
  const asText = async (): Promise<void> => {
    const done = await run(
      'intake.reread',
      { source: id, as: 'raw' },
      { title: t.asText, outcome: () => t.asText, cancelled: sheetWords.cancelled },
    );
    if (done) preview.reload();
  };
  const fault = preview.error ?? targets.error ?? error;
  if (preview.value && targets.value) {
    return <Editor preview={preview.value} known={targets.value} />;
  }
  return (
    <Page title={t.cannot}>
      <p>
        <a href={formatAddress('sources')}>{sheetWords.back}</a>
      </p>
      {fault ? (
        <ErrorNote error={fault}>
          {fault.code === 'DATA_MISSING' && (
            <button type="button" className="button" onClick={() => void asText()}>
              {t.asText}
            </button>
          )}
        </ErrorNote>
      ) : (
        <Waiting what={t.headers.toLowerCase()} />
      )}
    </Page>
  );
}

interface Tried {
  /** The draft as it was tried: the verdict stands for no other. */
  draft: MappingDraft;
  result: MappingTest;
}

function Editor({ preview, known }: { preview: MappingPreview; known: Result<'mapping.targets'> }) {
  const connection = useConnection();
  const { locked } = useEngagement();
  const { busy, error, setError, act, run } = useAct();
  const [draft, setDraft] = useState<MappingDraft>({ id: nameFrom(preview.file), targets: [] });
  const [tried, setTried] = useState<Tried | null>(null);
  const [asOf, setAsOf] = useState('');
  const source = preview.source_id;
  const headers = [...new Set(preview.parts.flatMap(({ columns }) => columns.map(({ header }) => header)))];
  const addTarget = async (table: string): Promise<void> => {
    const answer = await connection.call('mapping.suggest', { source, table });
    if (!answer.ok) return setError(answer.error);
    const target = known.targets.find(({ table: name }) => name === table);
    const [suggested] = answer.value.targets.filter(({ table: name }) => name === table);
    setDraft({
      ...draft,
      targets: [
        ...draft.targets,
        {
          table,
          columns: {},
          ...(target && target.key.length > 0 ? { key: target.key } : {}),
          ...(target?.moment ? { moment: target.moment } : {}),
          ...suggested,
        },
      ],
    });
  };
  const stated = asOf.trim() === '' ? {} : { as_of: asOf.trim() };
  const test = async (): Promise<void> => {
    const result = await run(
      'mapping.test',
      { source, draft: tidy(draft), ...stated },
      {
        title: t.testJob,
        outcome: ({ loaded, records }) => t.tested(formatCount(loaded), formatCount(records)),
        cancelled: t.testCancelled,
        readOnly: true,
      },
    );
    setTried(result ? { draft, result } : null);
  };
  const save = (): ReturnType<typeof act<'mapping.save'>> =>
    act('mapping.save', { source, draft: tidy(draft) }, ({ id, version }) => t.saved(id, version));
  const saveAndApply = async (): Promise<void> => {
    const kept = await save();
    if (!kept) return;
    const done = await run(
      'mapping.apply',
      { mapping: kept.id, sources: [source], ...stated },
      {
        title: t.applyJob(kept.id),
        outcome: ({ receipts }) =>
          t.applied(
            formatCount(receipts.reduce((sum, { loaded }) => sum + loaded, 0)),
            formatCount(receipts.reduce((sum, { rejected }) => sum + rejected, 0)),
          ),
        cancelled: t.applyCancelled,
      },
    );
    if (done) go('sources', { sheet: done.receipts[0]?.source_id ?? source });
  };
  const disabled = locked || busy;
  const ready =
    draft.targets.some(({ columns }) => Object.keys(columns).length > 0) && draft.id.trim() !== '';
  const free = known.targets.filter(({ table }) => !draft.targets.some((target) => target.table === table));
  return (
    <Page title={t.title(preview.file)} lead={t.lead}>
      <div className="mapping">
        <p>
          <a href={formatAddress('sources', { sheet: source })}>{preview.file}</a>
        </p>
        {locked && <p className="notice">{words.lockedHere}</p>}
        {preview.parts.map((part) => (
          <Preview key={part.table} part={part} />
        ))}
        <div className="inline-form">
          <Field label={draft.targets.length === 0 ? t.target : t.addTarget}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                disabled={disabled}
                value=""
                onChange={(event) => void addTarget(event.target.value)}
              >
                <option value="">{t.chooseTarget}</option>
                {free.map(({ table, doc }) => (
                  <option key={table} value={table}>
                    {table}: {doc}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {draft.targets.length === 0 && <span className="muted">{t.noTarget}</span>}
        </div>
        {draft.targets.map((target) => (
          <TargetColumns
            key={target.table}
            target={target}
            known={known.targets.find(({ table }) => table === target.table)}
            coercions={known.coercions}
            headers={headers}
            disabled={disabled}
            onChange={(next) => setDraft(withTarget(draft, target.table, () => next))}
            onDrop={() => setDraft({ ...draft, targets: draft.targets.filter((other) => other !== target) })}
          />
        ))}
        {draft.targets.length > 0 && (
          <div className="inline-form">
            <Field label={t.name} help={t.nameHelp}>
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  disabled={disabled}
                  value={draft.id}
                  onChange={(event) => setDraft({ ...draft, id: event.target.value })}
                />
              )}
            </Field>
            <Field label={t.asOf} help={sheetWords.asOfHelp}>
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  placeholder={words.dayForm}
                  disabled={disabled}
                  value={asOf}
                  onChange={(event) => setAsOf(event.target.value)}
                />
              )}
            </Field>
            <button
              type="button"
              className="button"
              disabled={disabled || !ready}
              onClick={() => void test()}
            >
              {t.test}
            </button>
            <button
              type="button"
              className="button"
              disabled={disabled || !ready}
              onClick={() => void save()}
            >
              {t.save}
            </button>
            <button
              type="button"
              className="button primary"
              disabled={disabled || !ready}
              onClick={() => void saveAndApply()}
            >
              {t.saveApply}
            </button>
          </div>
        )}
        {error && (
          <ErrorNote error={error}>
            <Mistakes details={error.details} />
          </ErrorNote>
        )}
        {tried && <Trial result={tried.result} stale={tried.draft !== draft} />}
        {tried && (
          <p className="muted">
            {t.tested(formatCount(tried.result.loaded), formatOf(tried.result.records, null))}
          </p>
        )}
      </div>
    </Page>
  );
}

/** Mistakes that the engine lists one by one. */
function Mistakes({ details }: { details: unknown }) {
  if (!Array.isArray(details)) return null;
  return (
    <ul>
      {details.map((detail) => (
        <li key={String(detail)}>{String(detail)}</li>
      ))}
    </ul>
  );
}

/** `Parking Lots 2024.csv` → `parking-lots-2024`. */
function nameFrom(file: string): string {
  return file
    .replace(/^.*\//, '')
    .replace(/\..*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
