import { useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { Field } from '../../components/field.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { thresholdWords as t } from '../../strings/start.ts';
import type { Thresholds as Values } from './typed-thresholds.ts';

const NONE = {};

/** Values of procedures' parameters that hold for the whole engagement; what is not named keeps its default. */
export function Thresholds({ values, onChange }: { values: Values; onChange: (values: Values) => void }) {
  const [opened, setOpened] = useState(false);
  const asked = useAsk('procedures.list', opened ? NONE : null);
  const procedures = (asked.value ?? []).filter(({ params }) => params.length > 0);
  const chosen = procedures.flatMap((procedure) =>
    procedure.params
      .map((param) => ({ ...param, procedure, key: `${procedure.id}.${param.name}` }))
      .filter(({ key }) => key in values),
  );
  const without = (key: string): Values =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
  const count = Object.keys(values).length;
  return (
    <details onToggle={({ currentTarget }) => setOpened(opened || currentTarget.open)}>
      <summary>{count === 0 ? t.title : t.titleWith(count)}</summary>
      <p className="muted">{t.lead}</p>
      {asked.error && <ErrorNote error={asked.error} />}
      {chosen.map(({ key, name, unit, doc, default: standard, procedure }) => (
        <Field
          key={key}
          label={t.label(name.replaceAll('_', ' '), unit)}
          help={[procedure.title, doc, t.standard(String(standard))].filter(Boolean).join(' · ')}
        >
          {(ids) => (
            <span className="row-line">
              <input
                {...ids}
                className="input"
                value={values[key] ?? ''}
                onChange={(event) => onChange({ ...values, [key]: event.target.value })}
              />
              <button
                type="button"
                className="button small"
                aria-label={t.dropOf(procedure.title, name.replaceAll('_', ' '))}
                onClick={() => onChange(without(key))}
              >
                {t.drop}
              </button>
            </span>
          )}
        </Field>
      ))}
      <select
        className="input"
        aria-label={t.add}
        value=""
        onChange={({ target }) => {
          const [id, name] = target.value.split(' ');
          const param = procedures.find((one) => one.id === id)?.params.find((one) => one.name === name);
          if (param) onChange({ ...values, [`${id}.${name}`]: String(param.default) });
        }}
      >
        <option value="">{t.add}</option>
        {procedures.map(({ id, title, params }) => (
          <optgroup key={id} label={title}>
            {params.map(({ name, unit, default: standard }) => (
              <option key={name} value={`${id} ${name}`} disabled={`${id}.${name}` in values}>
                {t.option(name.replaceAll('_', ' '), unit, String(standard))}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </details>
  );
}
