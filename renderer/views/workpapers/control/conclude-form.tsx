import { CONCLUSIONS, type Conclusion, type DeficiencyClass } from '#shared/model/vocabulary.ts';
import { useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { controlWords as t } from '../../../strings/workpapers.ts';
import { DeficiencyChoice } from '../../findings/deficiency-choice.tsx';

/** The auditor's conclusion on one control; a class of deficiency goes with a deviation only. */
export function ConcludeForm({ control }: { control: string }) {
  const { busy, error, act } = useAct();
  const [conclusion, setConclusion] = useState<Conclusion | ''>('');
  const [deficiency, setDeficiency] = useState<DeficiencyClass | ''>('');
  const [reason, setReason] = useState('');
  const ready = conclusion !== '' && reason.trim() !== '';
  const conclude = async (): Promise<void> => {
    if (conclusion === '') return;
    await act(
      'controls.conclude',
      {
        control_id: control,
        conclusion,
        reason: reason.trim(),
        ...(conclusion === 'deviation' && deficiency !== '' ? { deficiency } : {}),
      },
      t.concluded(control),
    );
  };
  return (
    <form
      className="section record-form"
      aria-label={t.conclude}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void conclude();
      }}
    >
      <div className="row-line wrap">
        <div className="row-line" role="group" aria-label={t.conclusion}>
          {CONCLUSIONS.map((name) => (
            <button
              key={name}
              type="button"
              className="button small"
              aria-pressed={conclusion === name}
              onClick={() => setConclusion(name)}
            >
              {t.conclusions[name]}
            </button>
          ))}
        </div>
        {conclusion === 'deviation' && <DeficiencyChoice value={deficiency} onChange={setDeficiency} />}
      </div>
      <Field label={t.reason}>
        {(ids) => (
          <input
            {...ids}
            className="input wide"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy || !ready}>
          {t.conclude}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </form>
  );
}
