import type { OwnCheck } from '#shared/contract/own-schemas.ts';
import { SEVERITIES, type Severity } from '#shared/model/vocabulary.ts';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { useAsk, useConnection } from '../../../app/connection.tsx';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { ownWords as t } from '../../../strings/own.ts';
import { words } from '../../../strings/words.ts';
import { ParamFields } from './param-fields.tsx';
import { RowFields } from './row-fields.tsx';
import { idOf, readOwn, type TypedOwn } from './typed-own.ts';

const NONE = {};

/** A SELECT becomes a procedure: what it expects, which column names the subject, how many were looked at. */
export function OwnForm({
  start,
  edit,
  columns,
  onSaved,
}: {
  start: TypedOwn;
  edit: boolean;
  /** Columns of the result, where it is on screen already. */
  columns: readonly string[];
  onSaved: (id: string) => void;
}) {
  const connection = useConnection();
  const { busy, error, setError, act } = useAct();
  const [typed, setTyped] = useState(start);
  const [check, setCheck] = useState<OwnCheck | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const set = (part: Partial<TypedOwn>): void => {
    setTyped((all) => ({ ...all, ...part }));
    setCheck(null);
    setFault(null);
  };
  const known = check?.columns.map(({ name }) => name) ?? columns;
  const complete = check?.complete ?? columns.includes('subject_id');

  const read = () => {
    const draft = readOwn(typed);
    setFault(typeof draft === 'string' ? draft : null);
    return typeof draft === 'string' ? null : draft;
  };
  const look = async (): Promise<void> => {
    const draft = read();
    if (draft === null) return;
    const answer = await connection.call('procedures.check', draft);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) setCheck(answer.value);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const draft = read();
    if (draft === null) return;
    if (draft.rows === undefined && !complete && typed.from === null) return setFault(t.needSubject);
    const saved = await act('procedures.save', { ...draft, ...(edit ? { edit } : {}) }, ({ id, version }) =>
      t.saved(id, version),
    );
    if (saved) onSaved(saved.id);
  };

  return (
    <form className="section own-form" noValidate onSubmit={(event) => void save(event)}>
      <p className="muted">{t.lead}</p>
      <Field label={t.title} help={t.titleHelp}>
        {(ids) => (
          <input
            {...ids}
            className="input wide"
            value={typed.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <div className="pair">
        <Field label={t.id}>
          {(ids) => (
            <input
              {...ids}
              className="input wide mono"
              value={typed.id}
              disabled={edit}
              placeholder={idOf(typed.title)}
              onChange={(event) => set({ id: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.severity}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={typed.severity}
              onChange={(event) => set({ severity: event.target.value as Severity | '' })}
            >
              {start.severity === '' && <option value="">{t.asBefore}</option>}
              {SEVERITIES.map((severity) => (
                <option key={severity} value={severity}>
                  {words.severity[severity]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field label={t.sql} help={t.sqlHelp}>
        {(ids) => (
          <textarea
            {...ids}
            className="input wide mono"
            rows={6}
            spellCheck={false}
            value={typed.sql}
            // Another statement may read other tables: what was needed is worked out anew.
            onChange={(event) => set({ sql: event.target.value, needs: null })}
          />
        )}
      </Field>
      {complete ? (
        <p>{t.complete}</p>
      ) : (
        <RowFields typed={typed} columns={known} suggested={check?.suggested ?? null} onChange={set} />
      )}
      <Field label={t.population} help={t.populationHelp}>
        {(ids) => (
          <textarea
            {...ids}
            className="input wide mono"
            rows={2}
            spellCheck={false}
            value={typed.population}
            onChange={(event) => set({ population: event.target.value })}
          />
        )}
      </Field>
      <ParamFields typed={typed} onChange={set} />
      <Controls typed={typed} onChange={set} />
      <Field label={t.explanation} help={t.explanationHelp}>
        {(ids) => (
          <textarea
            {...ids}
            className="input wide"
            rows={3}
            value={typed.explanation}
            onChange={(event) => set({ explanation: event.target.value })}
          />
        )}
      </Field>
      {check && <Checked check={check} mapped={typed.subject !== ''} />}
      {fault !== null && <ErrorNote error={{ message: fault }} />}
      {error && <ErrorNote error={error} />}
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy}>
          {edit ? t.saveVersion : t.save}
        </button>
        <button type="button" className="button" disabled={busy} onClick={() => void look()}>
          {t.check}
        </button>
      </div>
    </form>
  );
}

function Controls({ typed, onChange }: { typed: TypedOwn; onChange: (part: Partial<TypedOwn>) => void }) {
  const { value } = useAsk('frameworks.coverage', NONE);
  return (
    <Field label={t.controls} help={t.controlsHelp}>
      {(ids) => (
        <>
          <input
            {...ids}
            className="input wide"
            list={`${ids.id}-known`}
            value={typed.controls}
            onChange={(event) => onChange({ controls: event.target.value })}
          />
          <datalist id={`${ids.id}-known`}>
            {(value ?? []).flatMap(({ id, requirements }) =>
              requirements.map((requirement) => (
                <option key={`${id} ${requirement.id}`} value={`${id}:${requirement.id}`}>
                  {requirement.summary}
                </option>
              )),
            )}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** What the engine made of it: what it needs, and what the auditor should know. */
function Checked({ check, mapped }: { check: OwnCheck; mapped: boolean }) {
  const needs = [...Object.keys(check.needs), ...check.raw.map((name) => `raw.${name}`)];
  const lacks = check.missing.length > 0 && !mapped;
  return (
    <div className="notice" role="status">
      <p>{lacks ? t.missing(check.missing.join(', ')) : t.checked}</p>
      {needs.length > 0 && <p>{t.needs(needs.join(', '))}</p>}
      {check.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
