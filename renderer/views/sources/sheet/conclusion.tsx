import { type FormEvent, useState } from 'react';
import type { SourceSheet } from '#shared/contract/intake-schemas.ts';
import { useAct } from '../../../app/act.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { sheetWords as t } from '../../../strings/sheet.ts';

type Choice = 'undecided' | 'sufficient' | 'insufficient';

/** Whether the file will do as evidence, why, and who says so. */
export function Conclusion({ sheet, locked }: { sheet: SourceSheet; locked: boolean }) {
  const { conclusion } = sheet.statement;
  const before: Choice =
    conclusion === null ? 'undecided' : conclusion.sufficient ? 'sufficient' : 'insufficient';
  const [choice, setChoice] = useState<Choice>(before);
  const [reason, setReason] = useState(conclusion?.reason ?? '');
  const { busy, error, act } = useAct();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const stated =
      choice === 'undecided' ? null : { sufficient: choice === 'sufficient', reason: reason.trim() };
    void act('intake.state', { source: sheet.source_id, conclusion: stated }, t.saved);
  };
  const changed =
    choice !== before || (choice !== 'undecided' && reason.trim() !== (conclusion?.reason ?? ''));
  return (
    <form className="section" aria-label={t.conclusion} onSubmit={save}>
      <h2>{t.conclusion}</h2>
      {conclusion && (
        <p>
          <Mark verdict={conclusion.sufficient ? 'holds' : 'fails'}>
            <span>
              {conclusion.sufficient ? t.sufficient : t.insufficient}: {conclusion.reason}{' '}
              <span className="muted">{t.by(conclusion.by, conclusion.on)}</span>
            </span>
          </Mark>
        </p>
      )}
      <div className="inline-form">
        <Field label={t.conclusion}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              disabled={locked || busy}
              value={choice}
              onChange={(event) => setChoice(event.target.value as Choice)}
            >
              <option value="undecided">{t.undecided}</option>
              <option value="sufficient">{t.sufficient}</option>
              <option value="insufficient">{t.insufficient}</option>
            </select>
          )}
        </Field>
        {choice !== 'undecided' && (
          <Field label={t.reason}>
            {(ids) => (
              <input
                {...ids}
                className="input wide"
                disabled={locked || busy}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
        <button
          type="submit"
          className="button"
          disabled={locked || busy || !changed || (choice !== 'undecided' && reason.trim() === '')}
        >
          {t.save}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </form>
  );
}
