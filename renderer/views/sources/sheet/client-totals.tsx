import { type FormEvent, useId, useState } from 'react';
import { type SourceSheet, TOTAL_KINDS } from '#shared/contract/intake-schemas.ts';
import type { Params } from '#shared/contract/methods.ts';
import type { ReceiptView } from '#shared/contract/schemas.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import { useAct } from '../../../app/act.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { shortenHash } from '../../../data/format.ts';
import { sheetWords as t } from '../../../strings/sheet.ts';
import { grouped } from '../table-figures.tsx';
import { Scroller } from '../../../components/scroller.tsx';

type Kind = (typeof TOTAL_KINDS)[number];
const MARKS: Readonly<Record<SourceSheet['totals'][number]['result'], VerdictMark>> = {
  agrees: 'holds',
  differs: 'fails',
  not_comparable: 'not_proven',
};

/** One at a time: another window may have stated others meanwhile. */
type Change = Pick<Params<'intake.state'>, 'total_added' | 'total_removed'>;

interface Props {
  sheet: SourceSheet;
  receipt: ReceiptView;
  locked: boolean;
}

/** The client's own control totals beside those computed here. */
export function ClientTotals({ sheet, receipt, locked }: Props) {
  const { busy, error, act } = useAct();
  const state = (change: Change): Promise<unknown> =>
    act('intake.state', { source: sheet.source_id, ...change }, t.saved);
  return (
    <section className="section" aria-label={t.clientTotals}>
      <h2>{t.clientTotals}</h2>
      <p className="muted">{t.clientTotalsHelp}</p>
      {sheet.totals.length === 0 ? (
        <p className="muted">{t.noTotals}</p>
      ) : (
        <Scroller label={t.clientTotals}>
          <table className="ruled">
            <thead>
              <tr>
                <th scope="col">{t.kind}</th>
                <th scope="col" className="num">
                  {t.stated}
                </th>
                <th scope="col" className="num">
                  {t.computed}
                </th>
                <th scope="col" className="num">
                  {t.difference}
                </th>
                <th scope="col">{t.result}</th>
                <th scope="col">{t.statedIn}</th>
                <th scope="col">
                  <span className="visually-hidden">{t.remove}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sheet.totals.map((total) => (
                <tr key={JSON.stringify(named(total))}>
                  <th scope="row">
                    {t.kinds[total.kind]} {total.column !== null && <code>{total.column}</code>}
                  </th>
                  <td className="num">{figure(total.stated)}</td>
                  <td className="num">{total.computed === null ? '–' : figure(total.computed)}</td>
                  <td className="num">{total.difference === null ? '–' : figure(total.difference)}</td>
                  <td>
                    <Mark verdict={MARKS[total.result]}>
                      <span>
                        {t.results[total.result]}
                        {total.note !== null && <span className="muted"> {total.note}</span>}
                      </span>
                    </Mark>
                  </td>
                  <td>
                    {total.stated_in ?? '–'} <span className="muted">{t.by(total.by, total.on)}</span>
                  </td>
                  <td>
                    <button
                      type="button"
                      className="button small"
                      disabled={locked || busy}
                      aria-label={t.removeTotal(`${t.kinds[total.kind]} ${total.stated}`)}
                      onClick={() => void state({ total_removed: named(total) })}
                    >
                      {t.remove}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      <NewTotal
        receipt={receipt}
        disabled={locked || busy}
        onAdd={(total) => state({ total_added: total })}
      />
      {error && <ErrorNote error={error} />}
    </section>
  );
}

/** What tells a total from the others. */
function named({ kind, column, stated, stated_in }: SourceSheet['totals'][number]) {
  return {
    kind,
    value: stated,
    ...(column === null ? {} : { column }),
    ...(stated_in === null ? {} : { stated_in }),
  };
}

/** Digests are shortened, numbers grouped. */
function figure(text: string): string {
  return /^[0-9a-f]{64}$/i.test(text) ? shortenHash(text) : grouped(text);
}

function NewTotal({
  receipt,
  disabled,
  onAdd,
}: {
  receipt: ReceiptView;
  disabled: boolean;
  onAdd: (total: NonNullable<Change['total_added']>) => Promise<unknown>;
}) {
  const [kind, setKind] = useState<Kind>('records');
  const [column, setColumn] = useState('');
  const [value, setValue] = useState('');
  const [place, setPlace] = useState('');
  const list = useId();
  const withColumn = kind === 'sum' || kind === 'hash_total';
  const columns = [
    ...receipt.rows.flatMap(({ table, totals }) => Object.keys(totals).map((name) => `${table}.${name}`)),
    ...(receipt.raw ?? []).flatMap(({ columns: headers }) => headers.map(({ header }) => header)),
  ];
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const done = await onAdd({
      kind,
      value: value.trim(),
      ...(withColumn ? { column: column.trim() } : {}),
      ...(place.trim() === '' ? {} : { stated_in: place.trim() }),
    });
    if (done !== null) setValue('');
  };
  return (
    <form className="inline-form" aria-label={t.clientTotals} onSubmit={(event) => void add(event)}>
      <Field label={t.kind}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            disabled={disabled}
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
          >
            {TOTAL_KINDS.map((name) => (
              <option key={name} value={name}>
                {t.kinds[name]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {withColumn && (
        <Field label={t.ofColumn}>
          {(ids) => (
            <>
              <input
                {...ids}
                className="input"
                list={list}
                disabled={disabled}
                value={column}
                onChange={(event) => setColumn(event.target.value)}
              />
              <datalist id={list}>
                {columns.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      )}
      <Field label={t.value}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            autoComplete="off"
            disabled={disabled}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.statedIn}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            disabled={disabled}
            value={place}
            onChange={(event) => setPlace(event.target.value)}
          />
        )}
      </Field>
      <button
        type="submit"
        className="button"
        disabled={disabled || value.trim() === '' || (withColumn && column.trim() === '')}
      >
        {t.addTotal}
      </button>
    </form>
  );
}
