import { DESIGN_RESULTS, OPERATION_RESULTS } from '#shared/contract/control-schemas.ts';
import { useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { useAsk } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatOf } from '../../../data/format.ts';
import { controlWords as t } from '../../../strings/workpapers.ts';
import { AttachFiles } from '../attach-files.tsx';
import { planSample } from '../draw/draft.ts';

const NONE = {};

/** A test of design or of operation: what was done, what came of it, on which samples and files it rests. */
export function TestForm({
  kind,
  control,
  samples: before = [],
}: {
  kind: 'design' | 'operation';
  control: string;
  samples?: readonly string[];
}) {
  const { busy, error, act } = useAct();
  const [draft, setDraft] = useState({ result: '', test: '', note: '' });
  const [files, setFiles] = useState<readonly string[]>([]);
  const [samples, setSamples] = useState<readonly string[]>(before);
  const ready = draft.result !== '' && draft.test.trim() !== '';
  const record = async (): Promise<void> => {
    const stated = {
      control_id: control,
      test: draft.test.trim(),
      attachments: [...files],
      ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }),
    };
    if (kind === 'design') {
      const result = DESIGN_RESULTS.find((name) => name === draft.result);
      if (result) await act('controls.test-design', { ...stated, result }, t.recorded(control));
      return;
    }
    const result = OPERATION_RESULTS.find((name) => name === draft.result);
    if (!result) return;
    await act('controls.test-operation', { ...stated, result, samples: [...samples] }, t.recorded(control));
  };
  const results: readonly string[] = kind === 'design' ? DESIGN_RESULTS : OPERATION_RESULTS;
  const names: Readonly<Record<string, string>> = kind === 'design' ? t.designResults : t.operationResults;
  const title = kind === 'design' ? t.design : t.operation;
  return (
    <form
      className="section record-form"
      aria-label={t.record(title)}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void record();
      }}
    >
      <div className="row-line" role="group" aria-label={t.result}>
        {results.map((result) => (
          <button
            key={result}
            type="button"
            className="button small"
            aria-pressed={draft.result === result}
            onClick={() => setDraft({ ...draft, result })}
          >
            {names[result]}
          </button>
        ))}
      </div>
      <Field label={t.test}>
        {(ids) => (
          <input
            {...ids}
            className="input wide"
            placeholder={t.testHint[kind]}
            value={draft.test}
            onChange={(event) => setDraft({ ...draft, test: event.target.value })}
          />
        )}
      </Field>
      <Field label={t.note}>
        {(ids) => (
          <input
            {...ids}
            className="input wide"
            value={draft.note}
            onChange={(event) => setDraft({ ...draft, note: event.target.value })}
          />
        )}
      </Field>
      {kind === 'operation' && <SampleChoice control={control} value={samples} onChange={setSamples} />}
      <AttachFiles value={files} onChange={setFiles} />
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy || !ready}>
          {t.record(title)}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </form>
  );
}

function SampleChoice({
  control,
  value,
  onChange,
}: {
  control: string;
  value: readonly string[];
  onChange: (samples: readonly string[]) => void;
}) {
  const { id } = useEngagement();
  const list = useAsk('sampling.list', NONE);
  const samples = list.value?.samples ?? [];
  return (
    <div className="section" role="group" aria-label={t.samples}>
      <span className="label">{t.samples}</span>
      {samples.length === 0 && <p className="muted">{t.noSamples}</p>}
      {samples.map((sample) => (
        <label key={sample.sample_id} className="row-line">
          <input
            type="checkbox"
            checked={value.includes(sample.sample_id)}
            onChange={() =>
              onChange(
                value.includes(sample.sample_id)
                  ? value.filter((name) => name !== sample.sample_id)
                  : [...value, sample.sample_id],
              )
            }
          />
          <span>
            {sample.sample_id}: {sample.title}{' '}
            <span className="muted">{formatOf(sample.recorded, sample.size * sample.attributes)}</span>
          </span>
        </label>
      ))}
      <div className="row-line">
        <button type="button" className="button small" onClick={() => planSample(id, { title: control })}>
          {t.drawFor}
        </button>
      </div>
    </div>
  );
}
