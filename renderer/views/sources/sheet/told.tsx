import { type FormEvent, useState } from 'react';
import { type Provenance, type SourceSheet } from '#shared/contract/intake-schemas.ts';
import { useAct } from '../../../app/act.ts';
import { isDay } from '#shared/model/day.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { sheetWords as t } from '../../../strings/sheet.ts';
import { words } from '../../../strings/words.ts';

const NAMES = Object.keys(t.provenance) as (keyof Provenance)[];
const DAYS: ReadonlySet<keyof Provenance> = new Set(['provided_on', 'extracted_on']);

/** Where the file comes from, as the client says. */
export function Told({ sheet, locked }: { sheet: SourceSheet; locked: boolean }) {
  const { provenance } = sheet.statement;
  const [values, setValues] = useState<Partial<Record<keyof Provenance, string>>>(provenance);
  const { busy, error, setError, act } = useAct();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const day = values.provided_on ?? '';
    if (day !== '' && !isDay(day)) {
      setError({ code: 'BAD_ARGUMENT', message: words.badDay(day) });
      return;
    }
    // An empty field takes back what was stated; one that never held anything is not sent.
    const stated = Object.fromEntries(
      NAMES.flatMap((name) => {
        const value = (values[name] ?? '').trim();
        return value === (provenance[name] ?? '') ? [] : [[name, value]];
      }),
    );
    void act('intake.state', { source: sheet.source_id, provenance: stated }, t.saved);
  };
  return (
    <form className="section" aria-label={t.told} onSubmit={save}>
      <h2>{t.told}</h2>
      <p className="muted">{t.toldHelp}</p>
      <fieldset className="told" disabled={locked || busy}>
        {NAMES.map((name) => (
          <Field key={name} label={t.provenance[name]} {...(DAYS.has(name) ? { help: words.dayForm } : {})}>
            {(ids) =>
              name === 'query' || name === 'note' ? (
                <textarea
                  {...ids}
                  className="input"
                  rows={2}
                  value={values[name] ?? ''}
                  onChange={(event) => setValues({ ...values, [name]: event.target.value })}
                />
              ) : (
                <input
                  {...ids}
                  className="input"
                  autoComplete="off"
                  value={values[name] ?? ''}
                  onChange={(event) => setValues({ ...values, [name]: event.target.value })}
                />
              )
            }
          </Field>
        ))}
      </fieldset>
      {error && <ErrorNote error={error} />}
      <div className="row-line">
        <button type="submit" className="button" disabled={locked || busy}>
          {t.save}
        </button>
      </div>
    </form>
  );
}

/** The four questions on what the client's systems produced, each with who answered and when. */
export function Questions({ sheet, locked }: { sheet: SourceSheet; locked: boolean }) {
  return (
    <section className="section" aria-label={t.questions}>
      <h2>{t.questions}</h2>
      <div className="questions-form">
        {sheet.questions.map((question) => (
          <Question
            key={`${question.id} ${question.answer?.answer}`}
            source={sheet.source_id}
            question={question}
            locked={locked}
          />
        ))}
      </div>
    </section>
  );
}

function Question({
  source,
  question,
  locked,
}: {
  source: string;
  question: SourceSheet['questions'][number];
  locked: boolean;
}) {
  const given = question.answer?.answer ?? '';
  const [text, setText] = useState(given);
  const { busy, error, act } = useAct();
  return (
    <form
      className="section"
      aria-label={question.question}
      onSubmit={(event) => {
        event.preventDefault();
        void act('intake.state', { source, answers: { [question.id]: text.trim() } }, t.saved);
      }}
    >
      <Field
        label={question.question}
        {...(question.answer ? { help: t.by(question.answer.by, question.answer.on) } : {})}
      >
        {(ids) => (
          <textarea
            {...ids}
            className="input"
            rows={2}
            disabled={locked || busy}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {error && <ErrorNote error={error} />}
      {text.trim() !== given && (
        <div className="row-line">
          <button type="submit" className="button small" disabled={locked || busy}>
            {t.save}
          </button>
        </div>
      )}
    </form>
  );
}
