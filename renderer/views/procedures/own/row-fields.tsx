import { Field } from '../../../components/field.tsx';
import { ownWords as t } from '../../../strings/own.ts';
import type { TypedOwn } from './typed-own.ts';

/** How the rows of a plain SELECT become findings. */
export function RowFields({
  typed,
  columns,
  suggested,
  onChange,
}: {
  typed: TypedOwn;
  columns: readonly string[];
  suggested: string | null;
  onChange: (part: Partial<TypedOwn>) => void;
}) {
  const names = columns.length > 0 ? columns : [typed.subject, ...typed.key].filter((name) => name !== '');
  return (
    <>
      <div className="pair">
        <Field label={t.subject}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={typed.subject}
              onChange={(event) => onChange({ subject: event.target.value, type: '' })}
            >
              <option value="">
                {suggested === null ? t.chooseSubject : `${t.chooseSubject} (${suggested})`}
              </option>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.outcome}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={typed.outcome}
              onChange={(event) => onChange({ outcome: event.target.value as TypedOwn['outcome'] })}
            >
              {Object.entries(t.outcomes).map(([outcome, label]) => (
                <option key={outcome} value={outcome}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field label={t.summary} help={t.summaryHelp(names.map((name) => `{${name}}`).join(' '))}>
        {(ids) => (
          <input
            {...ids}
            className="input wide"
            value={typed.summary}
            onChange={(event) => onChange({ summary: event.target.value })}
          />
        )}
      </Field>
      {names.length > 1 && (
        <fieldset className="field">
          <legend className="label">{t.key}</legend>
          <div className="row-line wrap">
            {names
              .filter((name) => name !== typed.subject)
              .map((name) => (
                <label key={name} className="row-line">
                  <input
                    type="checkbox"
                    checked={typed.key.includes(name)}
                    onChange={(event) =>
                      onChange({
                        key: event.target.checked
                          ? [...typed.key, name]
                          : typed.key.filter((item) => item !== name),
                      })
                    }
                  />
                  <code>{name}</code>
                </label>
              ))}
          </div>
          <span className="help">{t.keyHelp}</span>
        </fieldset>
      )}
    </>
  );
}
