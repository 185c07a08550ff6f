import { useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { ladderWords as t } from '../../../strings/workpapers.ts';
import { EMPTY_STEP, type LadderDraft, ladderOf } from './ladder-draft.ts';

/** One line a step. It lies within the plan of a sample, so it is no form of its own. */
export function LadderEditor({
  ladder,
  change,
  taken,
  saved,
}: {
  ladder: LadderDraft;
  change: (ladder: LadderDraft | null) => void;
  /** Ids that a new one cannot have. */
  taken: readonly string[];
  saved: (id: string) => void;
}) {
  const { busy, error, act } = useAct();
  const [fault, setFault] = useState<string | null>(null);
  const { name, note, steps } = ladder;
  const save = async (): Promise<void> => {
    const methodology = ladderOf(ladder, taken);
    if (typeof methodology === 'string') return setFault(methodology);
    setFault(null);
    const kept = await act('methodologies.save', { methodology }, t.saved(methodology.name));
    if (kept) saved(kept.id);
  };
  const line = (field: 'name' | 'note', label: string, value: string, help?: string) => (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(ids) => (
        <input
          {...ids}
          className="input wide"
          value={value}
          onChange={(event) => change({ ...ladder, [field]: event.target.value })}
        />
      )}
    </Field>
  );
  const changeStep = (at: number, part: Partial<LadderDraft['steps'][number]>): void =>
    change({ ...ladder, steps: steps.map((step, i) => (i === at ? { ...step, ...part } : step)) });
  return (
    <div className="section" role="group" aria-label={t.editor} onChange={() => setFault(null)}>
      {line('name', t.name, name)}
      {line('note', t.note, note, t.noteHelp)}
      {steps.map((step, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no name of their own while they are typed
        <div key={at} className="row-line" role="group" aria-label={t.step(at + 1)}>
          <input
            className="input attribute-title"
            aria-label={t.frequency}
            placeholder={at === 0 ? t.frequencyHint : ''}
            value={step.frequency}
            onChange={(event) => changeStep(at, { frequency: event.target.value })}
          />
          {(['least', 'most'] as const).map((field) => (
            <input
              key={field}
              className="input number"
              inputMode="numeric"
              autoComplete="off"
              aria-label={t[field]}
              placeholder={t[field]}
              value={step[field]}
              onChange={(event) => changeStep(at, { [field]: event.target.value })}
            />
          ))}
          {steps.length > 1 && (
            <button
              type="button"
              className="button small"
              aria-label={t.removeStep(at + 1)}
              onClick={() => change({ ...ladder, steps: steps.filter((_, i) => i !== at) })}
            >
              ✕
            </button>
          )}
        </div>
      ))}
      {fault !== null && <ErrorNote error={{ message: fault }} />}
      {error && <ErrorNote error={error} />}
      <div className="row-line">
        <button
          type="button"
          className="button small"
          onClick={() => change({ ...ladder, steps: [...steps, EMPTY_STEP] })}
        >
          {t.addStep}
        </button>
        <button type="button" className="button small primary" disabled={busy} onClick={() => void save()}>
          {t.save}
        </button>
        <button type="button" className="button small" onClick={() => change(null)}>
          {t.drop}
        </button>
      </div>
    </div>
  );
}
