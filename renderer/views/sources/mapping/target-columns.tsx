import { useId } from 'react';
import type { MappedColumn, MappingTarget } from '#shared/contract/intake-schemas.ts';
import { Field } from '../../../components/field.tsx';
import { mappingWords as t } from '../../../strings/mapping.ts';
import { type Target, change, parsePairs, parseWords, takesNothing } from './draft.ts';
import { Scroller } from '../../../components/scroller.tsx';

interface Props {
  target: Target;
  known: MappingTarget | undefined;
  coercions: readonly { name: string; doc: string }[];
  headers: readonly string[];
  disabled: boolean;
  onChange: (target: Target) => void;
  onDrop: () => void;
}

/** The columns of one table, each with where it comes from and how it is read. */
export function TargetColumns({ target, known, coercions, headers, disabled, onChange, onDrop }: Props) {
  const set = (name: string, column: MappedColumn): void => {
    const columns = { ...target.columns };
    if (takesNothing(column)) delete columns[name];
    else columns[name] = column;
    onChange({ ...target, columns });
  };
  const taken = (known?.columns ?? []).filter(({ name }) => target.columns[name] !== undefined);
  const dates = taken.filter(({ type }) => /DATE|TIMESTAMP/.test(type));
  return (
    <section className="section" aria-label={target.table}>
      <h2>
        <code>{target.table}</code> <span className="muted">{known?.doc}</span>{' '}
        <button
          type="button"
          className="button small"
          disabled={disabled}
          aria-label={t.dropTarget(target.table)}
          onClick={onDrop}
        >
          <span aria-hidden="true">✕</span>
        </button>
      </h2>
      <Scroller label={target.table}>
        <table className="ruled small map-columns" aria-label={target.table}>
          <thead>
            <tr>
              <th scope="col">{t.targetColumn}</th>
              <th scope="col">{t.takes}</th>
              <th scope="col">{t.orElse}</th>
              <th scope="col">{t.coercion}</th>
              <th scope="col">{t.required}</th>
              <th scope="col">{t.more}</th>
            </tr>
          </thead>
          <tbody>
            {known?.columns.map((column) => (
              <ColumnLine
                key={column.name}
                column={column}
                mapped={target.columns[column.name] ?? {}}
                inKey={target.key?.includes(column.name) ?? false}
                coercions={coercions}
                headers={headers}
                disabled={disabled}
                onChange={(mapped) => set(column.name, mapped)}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
      <div className="inline-form">
        <fieldset className="section" disabled={disabled}>
          <legend>
            {t.key} <span className="muted">{t.keyHelp}</span>
          </legend>
          <div className="row-line">
            {taken.map(({ name }) => (
              <label key={name} className="check">
                <input
                  type="checkbox"
                  checked={target.key?.includes(name) ?? false}
                  onChange={(event) => {
                    const key = (target.key ?? []).filter((other) => other !== name);
                    onChange({ ...target, key: event.target.checked ? [...key, name] : key });
                  }}
                />
                <code>{name}</code>
              </label>
            ))}
          </div>
        </fieldset>
        {dates.length > 0 && (
          <Field label={t.moment}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                disabled={disabled}
                value={target.moment ?? ''}
                onChange={(event) => {
                  const { moment: _moment, ...rest } = target;
                  onChange(event.target.value === '' ? rest : { ...rest, moment: event.target.value });
                }}
              >
                <option value="">{t.momentNone}</option>
                {dates.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
    </section>
  );
}

function ColumnLine({
  column,
  mapped,
  inKey,
  coercions,
  headers,
  disabled,
  onChange,
}: {
  column: MappingTarget['columns'][number];
  mapped: MappedColumn;
  /** It names the row together with others: without it a record is rejected, unless said otherwise. */
  inKey: boolean;
  coercions: Props['coercions'];
  headers: readonly string[];
  disabled: boolean;
  onChange: (mapped: MappedColumn) => void;
}) {
  const [first = '', second = ''] = mapped.from ?? [];
  const doc = useId();
  const take = (header: string, other: string): void => {
    const from = [header, other].filter((name) => name !== '');
    onChange(change(mapped, 'from', from.length === 0 ? undefined : from));
  };
  const idle = disabled || takesNothing(mapped);
  const known = (name: string): readonly string[] =>
    name === '' || headers.includes(name) ? headers : [name, ...headers];
  return (
    <tr className={takesNothing(mapped) ? undefined : 'chosen'}>
      <th scope="row">
        <code>{column.name}</code> <span className="muted">{column.type.toLowerCase()}</span>
        <p id={doc} className="muted">
          {column.doc}
        </p>
      </th>
      <td>
        <select
          className="input small"
          aria-label={t.takesOf(column.name)}
          aria-describedby={doc}
          disabled={disabled}
          value={first}
          onChange={(event) => take(event.target.value, second)}
        >
          <option value="">{t.nothing}</option>
          {known(first).map((header) => (
            <option key={header}>{header}</option>
          ))}
        </select>
      </td>
      <td>
        <select
          className="input small"
          aria-label={t.elseOf(column.name)}
          disabled={disabled || first === ''}
          value={second}
          onChange={(event) => take(first, event.target.value)}
        >
          <option value="">–</option>
          {known(second).map((header) => (
            <option key={header}>{header}</option>
          ))}
        </select>
      </td>
      <td>
        <select
          className="input small"
          aria-label={t.coercionOf(column.name)}
          disabled={idle}
          value={mapped.as ?? ''}
          onChange={(event) => onChange(change(mapped, 'as', event.target.value || undefined))}
        >
          <option value="">{t.byType(column.coercion)}</option>
          {coercions.map(({ name, doc: meaning }) => (
            <option key={name} value={name} title={meaning}>
              {name}
            </option>
          ))}
        </select>
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={t.requiredOf(column.name)}
          disabled={idle}
          checked={mapped.required ?? (inKey && !takesNothing(mapped) && mapped.constant === undefined)}
          onChange={(event) => onChange(change(mapped, 'required', event.target.checked))}
        />
      </td>
      <td>
        <details>
          <summary aria-label={t.moreOf(column.name)}>{t.more}</summary>
          <More mapped={mapped} disabled={disabled} onChange={onChange} />
        </details>
      </td>
    </tr>
  );
}

function More({
  mapped,
  disabled,
  onChange,
}: {
  mapped: MappedColumn;
  disabled: boolean;
  onChange: (mapped: MappedColumn) => void;
}) {
  return (
    <div className="section">
      <Field label={t.constant}>
        {(ids) => (
          <input
            {...ids}
            className="input small"
            disabled={disabled}
            value={mapped.constant ?? ''}
            onChange={(event) => onChange(change(mapped, 'constant', event.target.value || undefined))}
          />
        )}
      </Field>
      <Field label={t.none}>
        {(ids) => (
          <input
            {...ids}
            className="input small"
            disabled={disabled}
            defaultValue={mapped.none?.join(', ') ?? ''}
            onBlur={(event) => onChange(change(mapped, 'none', parseWords(event.target.value)))}
          />
        )}
      </Field>
      <Field label={t.values}>
        {(ids) => (
          <textarea
            {...ids}
            className="input small"
            rows={3}
            disabled={disabled}
            defaultValue={Object.entries(mapped.values ?? {})
              .map(([theirs, ours]) => `${theirs} = ${ours}`)
              .join('\n')}
            onBlur={(event) => onChange(change(mapped, 'values', parsePairs(event.target.value)))}
          />
        )}
      </Field>
    </div>
  );
}
