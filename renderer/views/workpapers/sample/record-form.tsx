import type { DrawnSample, ItemResult } from '#shared/contract/sampling-schemas.ts';
import { ITEM_RESULTS } from '#shared/contract/sampling-schemas.ts';
import { useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatOf, plural } from '../../../data/format.ts';
import { findingWords } from '../../../strings/findings.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';
import { AttachFiles } from '../attach-files.tsx';

/** The result of one attribute, for one item or for many at once. */
export function RecordForm({
  sample,
  keys,
  attribute: fixed,
  current,
  recorded = () => [],
  onDone,
}: {
  sample: DrawnSample;
  keys: readonly string[];
  /** The attribute that is tested here; otherwise it is chosen. */
  attribute?: string;
  current?: ItemResult | undefined;
  /** Which of the keys have a result of an attribute already: unless asked to, they are left as they are. */
  recorded?: (attribute: string) => readonly string[];
  onDone?: () => void;
}) {
  const { busy, error, act } = useAct();
  const [chosen, setChosen] = useState(sample.attributes[0]?.id ?? '');
  const [draft, setDraft] = useState({
    result: current?.result ?? null,
    note: current?.note ?? '',
    mark: current?.tick_mark ?? '',
    audited: current?.audited ?? '',
  });
  const [files, setFiles] = useState<readonly string[]>(current?.attachments ?? []);
  const [replace, setReplace] = useState(false);
  const attribute = fixed ?? chosen;
  const before = recorded(attribute);
  const touched = replace ? keys : keys.filter((key) => !before.includes(key));
  const weighed = sample.method === 'monetary' && keys.length === 1 && draft.result !== 'not_applicable';
  const audited = draft.audited.trim().replaceAll(',', '');
  const ready = draft.result !== null && touched.length > 0 && (audited === '' || /^\d{1,18}$/.test(audited));
  const record = async (): Promise<void> => {
    const { result } = draft;
    if (result === null) return;
    const results = touched.map((key) => ({
      key,
      attribute,
      result,
      attachments: [...files],
      ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
      ...(draft.mark === '' ? {} : { tick_mark: draft.mark }),
      ...(weighed && audited !== '' ? { audited } : {}),
    }));
    const done = await act('sampling.record', { sample_id: sample.sample_id, results }, () =>
      t.recordedFor(plural(touched.length, 'item')),
    );
    if (done) onDone?.();
  };
  return (
    <form
      className="record-form section"
      aria-label={`${t.record}, ${attribute}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void record();
      }}
    >
      <div className="row-line wrap">
        {fixed === undefined && sample.attributes.length > 1 && (
          <select
            className="input"
            aria-label={t.attribute}
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
          >
            {sample.attributes.map(({ id, title }) => (
              <option key={id} value={id}>
                {id}: {title}
              </option>
            ))}
          </select>
        )}
        <div className="row-line" role="group" aria-label={t.result}>
          {ITEM_RESULTS.map((result) => (
            <button
              key={result}
              type="button"
              className="button small"
              aria-pressed={draft.result === result}
              onClick={() => setDraft({ ...draft, result })}
            >
              {t.results[result]}
            </button>
          ))}
        </div>
        <select
          className="input"
          aria-label={findingWords.tickMark}
          value={draft.mark}
          onChange={(event) => setDraft({ ...draft, mark: event.target.value })}
        >
          <option value="">{findingWords.noMark}</option>
          {findingWords.tickMarks.map(([sign, meaning]) => (
            <option key={sign} value={sign}>
              {sign} {meaning}
            </option>
          ))}
        </select>
      </div>
      <div className="row-line wrap">
        <input
          className="input note"
          aria-label={t.note}
          placeholder={t.noteHint}
          value={draft.note}
          onChange={(event) => setDraft({ ...draft, note: event.target.value })}
        />
        {weighed && (
          <input
            className="input number"
            inputMode="numeric"
            aria-label={t.audited}
            placeholder={t.audited}
            value={draft.audited}
            onChange={(event) => setDraft({ ...draft, audited: event.target.value })}
          />
        )}
      </div>
      <AttachFiles value={files} onChange={setFiles} />
      {before.length > 0 && (
        <label className="row-line">
          <input type="checkbox" checked={replace} onChange={(event) => setReplace(event.target.checked)} />
          {t.replace(formatOf(before.length, keys.length))}
        </label>
      )}
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy || !ready}>
          {t.record}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </form>
  );
}
