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
import { mappingWords as t } from '../../../strings/mapping.ts';
import { sheetWords } from '../../../strings/sheet.ts';
import { words } from '../../../strings/words.ts';
import { tidy, withTarget } from './draft.ts';
import { BeginFrom } from './begin-from.tsx';
import { LinesForm } from './lines-form.tsx';
import { Preview } from './preview.tsx';
import { TargetColumns } from './target-columns.tsx';
import { Trial } from './trial.tsx';

const NONE = {};

/** A file that no reader knows: what its columns mean, tried out before it is kept. */
export default function MappingEditor({ id, mapping }: { id: string; mapping: string | null }) {
  const preview = useAsk('mapping.preview', { source: id });
  const begun = useAsk('mapping.draft', mapping === null ? null : { mapping });
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
  const fault = preview.error ?? targets.error ?? begun.error ?? error;
  if (preview.value && targets.value && (mapping === null || begun.value)) {
    return <Editor preview={preview.value} known={targets.value} begun={begun.value ?? null} />;
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

type Parts = MappingPreview['parts'];

function Editor({
  preview,
  known,
  begun,
}: {
  preview: MappingPreview;
  known: Result<'mapping.targets'>;
  begun: MappingDraft | null;
}) {
  const connection = useConnection();
  const { locked } = useEngagement();
  const { busy, error, setError, act, run } = useAct();
  const isText = preview.parts[0]?.format === 'text';
  const [draft, setDraft] = useState<MappingDraft>(
    begun ?? {
      id: nameFrom(preview.file),
      targets: [],
      ...(isText ? { lines: { pattern: '' } } : {}),
    },
  );
  const [split, setSplit] = useState<Parts | null>(null);
  const [at, setAt] = useState(0);
  const kept = useAsk('mapping.list', NONE);
  const [tried, setTried] = useState<Tried | null>(null);
  const [asOf, setAsOf] = useState('');
  const source = preview.source_id;
  const parts = split ?? preview.parts;
  const part = parts[at] ?? parts[0]!;
  const several = parts.length > 1;
  const headersOf = (target: MappingDraft['targets'][number]): string[] => {
    const own = parts.filter((one) => target.part === undefined || one.part === target.part);
    return [...new Set(own.flatMap(({ columns }) => columns.map(({ header }) => header)))];
  };
  const showLines = async (): Promise<void> => {
    if (draft.lines === undefined) return;
    const answer = await connection.call('mapping.preview', { source, lines: draft.lines });
    if (!answer.ok) return setError(answer.error);
    setError(null);
    setSplit(answer.value.parts);
  };
  const addTarget = async (table: string): Promise<void> => {
    const answer = await connection.call('mapping.suggest', {
      source,
      table,
      ...(several ? { part: part.part } : {}),
      ...(draft.lines === undefined ? {} : { lines: draft.lines }),
    });
    if (!answer.ok) return setError(answer.error);
    const target = known.targets.find(({ table: name }) => name === table);
    const [suggested] = answer.value.targets.filter(({ table: name }) => name === table);
    setDraft({
      ...draft,
      targets: [
        ...draft.targets,
        {
          table,
          ...(several ? { part: part.part } : {}),
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
        <BeginFrom source={source} kept={kept.value ?? []} disabled={disabled} />
        {isText && draft.lines !== undefined && (
          <LinesForm
            form={draft.lines}
            firstLine={preview.parts[0]?.first[0]?.values[0] ?? ''}
            disabled={disabled}
            onChange={(lines) => {
              setDraft({ ...draft, lines });
              setSplit(null);
            }}
            onShow={() => void showLines()}
          />
        )}
        {several && (
          <div className="inline-form">
            <Field label={t.part}>
              {(ids) => (
                <select
                  {...ids}
                  className="input"
                  value={at}
                  onChange={(event) => setAt(Number(event.target.value))}
                >
                  {parts.map((one, i) => (
                    <option key={one.table} value={i}>
                      {one.part}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
        )}
        <Preview key={part.table} part={part} />
        <div className="inline-form">
          <Field label={draft.targets.length === 0 ? t.target : t.addTarget}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                disabled={disabled || (isText && split === null)}
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
            headers={headersOf(target)}
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
