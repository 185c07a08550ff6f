import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { PbcItem } from '#shared/contract/intake-schemas.ts';
import { useAct } from '../../../app/act.ts';
import { useAsk } from '../../../app/connection.tsx';
import { isDay } from '#shared/model/day.ts';
import { DateField } from '../../../components/date-field.tsx';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { pbcWords as t } from '../../../strings/requested.ts';
import { words } from '../../../strings/words.ts';

const NONE = {};
type Values = Record<
  | 'id'
  | 'title'
  | 'description'
  | 'owner'
  | 'requested_on'
  | 'due_on'
  | 'expected'
  | 'file'
  | 'reader'
  | 'table'
  | 'system'
  | 'waived',
  string
>;

/** An item of the list: what, of whom, until when, and how it is recognised. */
export function ItemForm({ item, onDone }: { item: PbcItem | null; onDone: () => void }) {
  const [values, setValues] = useState<Values>(() => valuesOf(item));
  const { busy, error, setError, act } = useAct();
  const readers = useAsk('intake.readers', NONE);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const set = (name: keyof Values) => (text: string) => setValues({ ...values, [name]: text });
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const bad = [values.requested_on, values.due_on].find((day) => day !== '' && !isDay(day));
    if (bad !== undefined) return setError({ code: 'BAD_ARGUMENT', message: words.badDay(bad) });
    if (values.id.trim() === '' || values.title.trim() === '') {
      return setError({ code: 'BAD_ARGUMENT', message: t.needName });
    }
    if (await act('pbc.save', { items: [itemOf(values, item)] }, t.saved)) onDone();
  };
  const plain = (name: keyof Values, label: string) => (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          autoComplete="off"
          value={values[name]}
          onChange={(event) => set(name)(event.target.value)}
        />
      )}
    </Field>
  );
  const title = item === null ? t.formNew : t.formEdit(item.title);
  return (
    <form ref={form} className="item-form section" aria-label={title} onSubmit={(event) => void save(event)}>
      <h2>{title}</h2>
      <div className="form-grid">
        {plain('id', t.id)}
        {plain('title', t.name)}
        {plain('owner', t.owner)}
        {plain('description', t.description)}
        <DateField label={t.requested} value={values.requested_on} onChange={set('requested_on')} />
        <DateField label={t.due} value={values.due_on} onChange={set('due_on')} />
        {plain('expected', t.expected)}
        {plain('waived', t.waived)}
      </div>
      <fieldset className="section">
        <legend>{t.matching}</legend>
        <div className="form-grid">
          {plain('file', t.file)}
          <Field label={t.reader}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                value={values.reader}
                onChange={(event) => set('reader')(event.target.value)}
              >
                <option value="">–</option>
                {readers.value?.map(({ id }) => (
                  <option key={id}>{id}</option>
                ))}
              </select>
            )}
          </Field>
          {plain('table', t.tableName)}
          {plain('system', t.system)}
        </div>
      </fieldset>
      {error && <ErrorNote error={error} />}
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy}>
          {t.save}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}

function valuesOf(item: PbcItem | null): Values {
  return {
    id: item?.id ?? '',
    title: item?.title ?? '',
    description: item?.description ?? '',
    owner: item?.owner ?? '',
    requested_on: item?.requested_on ?? '',
    due_on: item?.due_on ?? '',
    expected: item?.expected === undefined ? '' : String(item.expected),
    file: item?.match?.file ?? '',
    reader: item?.match?.reader ?? '',
    table: item?.match?.table ?? '',
    system: item?.match?.system ?? '',
    waived: item?.waived ?? '',
  };
}

/** Empty fields are left out: an item states only what somebody stated. */
function itemOf(values: Values, before: PbcItem | null): PbcItem {
  const part = <K extends keyof Values>(...names: K[]): Partial<Record<K, string>> =>
    Object.fromEntries(
      names.flatMap((name) => (values[name].trim() === '' ? [] : [[name, values[name].trim()]])),
    ) as Partial<Record<K, string>>;
  const match = part('file', 'reader', 'table', 'system');
  const expected = Number(values.expected.trim());
  return {
    id: values.id.trim(),
    title: values.title.trim(),
    ...part('description', 'owner', 'requested_on', 'due_on', 'waived'),
    ...(Object.keys(match).length === 0 ? {} : { match }),
    ...(values.expected.trim() === '' ? {} : { expected }),
    ...(before?.sources === undefined ? {} : { sources: before.sources }),
  };
}
