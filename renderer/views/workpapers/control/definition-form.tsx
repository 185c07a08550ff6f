import type { ControlDefinition } from '#shared/contract/control-schemas.ts';
import { FREQUENCIES } from '#shared/contract/sampling-schemas.ts';
import { useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { controlWords as t } from '../../../strings/workpapers.ts';
import { type TypedControl, readControl, typedControl } from './typed-control.ts';

/** A control as the matrix states it, typed in or changed; its tests stay. */
export function DefinitionForm({
  control,
  onSaved,
}: {
  control?: ControlDefinition;
  onSaved: (id: string) => void;
}) {
  const { busy, error, act } = useAct();
  const [draft, setDraft] = useState<TypedControl>(() => typedControl(control));
  const [fault, setFault] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const read = readControl(draft);
    if (typeof read === 'string') return setFault(read);
    setFault(null);
    if (await act('controls.save', { controls: [read] }, t.saved(read.id))) onSaved(read.id);
  };
  const field = (name: keyof TypedControl, label: string, help?: string) => (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(ids) => (
        <input
          {...ids}
          className={name === 'id' || name === 'owner' ? 'input' : 'input wide'}
          value={draft[name]}
          disabled={name === 'id' && control !== undefined}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="section definition"
      aria-label={control === undefined ? t.add : t.change}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {field('id', t.id)}
      {field('title', t.controlTitle)}
      {field('risk', t.risk, t.riskHelp)}
      {field('description', t.description)}
      {field('owner', t.owner)}
      <Field label={t.frequency}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.frequency}
            onChange={(event) => setDraft({ ...draft, frequency: event.target.value })}
          >
            <option value="">{t.noFrequency}</option>
            {FREQUENCIES.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </Field>
      {field('references', t.references, t.listHelp)}
      {field('procedures', t.procedures, t.proceduresHelp)}
      {fault !== null && <ErrorNote error={{ message: fault }} />}
      {error && <ErrorNote error={error} />}
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy}>
          {t.save}
        </button>
      </div>
    </form>
  );
}
