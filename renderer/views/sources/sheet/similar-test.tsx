import { useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useAct } from '../../../app/act.ts';
import { useAsk } from '../../../app/connection.tsx';
import { Door } from '../../../components/door.tsx';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Scroller } from '../../../components/scroller.tsx';
import { formatCount, plural } from '../../../data/format.ts';
import { similarWords as t } from '../../../strings/similar.ts';
import { fieldWords } from '../../../strings/sheet.ts';
import type { Choice } from './choice.ts';
import { ownColumn, type Side, sideOf, sideText, textColumns, valueRows } from './similar-sides.ts';

type Similar = Result<'analysis.similar'>;

const NONE = {};
const LIMIT = 50;
const THRESHOLDS = [0.95, 0.9, 0.85, 0.8];

/** Values that are written alike: within the column, or in a column of any other table. */
export function SimilarTest({ choice, column }: { choice: Choice; column: string }) {
  const own = ownColumn(choice, column);
  const schema = useAsk('query.schema', NONE);
  const [other, setOther] = useState(sideText(own));
  const [threshold, setThreshold] = useState(0.9);
  const [found, setFound] = useState<{ similar: Similar; left: Side; right: Side } | null>(null);
  const { busy, error, run } = useAct();
  const right = other === sideText(own) ? own : sideOf(other);
  const test = async (): Promise<void> => {
    const similar = await run(
      'analysis.similar',
      { left: own, right, threshold, limit: LIMIT },
      {
        title: t.job(column),
        outcome: ({ total }) => t.done(plural(total, t.pair)),
        cancelled: fieldWords.cancelled,
        readOnly: true,
      },
    );
    setFound(similar && { similar, left: own, right });
  };
  return (
    <div className="section">
      <div className="inline-form">
        <Field label={t.title}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={other}
              onChange={(event) => {
                setOther(event.target.value);
                setFound(null);
              }}
            >
              <option value={sideText(own)}>{t.within}</option>
              {textColumns(schema.value ?? [], own).map(({ table, columns }) => (
                <optgroup key={table} label={table}>
                  {columns.map((name) => (
                    <option key={name} value={sideText({ table, column: name })}>
                      {table}.{name}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.threshold}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={threshold}
              onChange={(event) => setThreshold(Number(event.target.value))}
            >
              {THRESHOLDS.map((one) => (
                <option key={one} value={one}>
                  {t.percent(Math.round(one * 100))}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="button" className="button small" disabled={busy} onClick={() => void test()}>
          {t.find}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
      {schema.error && <ErrorNote error={schema.error} />}
      {found && <Pairs {...found} />}
    </div>
  );
}

function Pairs({ similar, left, right }: { similar: Similar; left: Side; right: Side }) {
  const { pairs, total, compared, skipped, left: of, right: and } = similar;
  return (
    <>
      <p>
        {total === 0 ? t.none : t.done(plural(total, t.pair))}{' '}
        {t.of(
          plural(of.values, t.value),
          left === right ? null : plural(and.values, t.value),
          plural(compared, t.comparison),
        )}
        {total > pairs.length && ` ${t.shown(formatCount(pairs.length))}`}
      </p>
      {skipped.length > 0 && (
        <p className="notice">{t.skipped(skipped.map(({ beginning }) => `${beginning}…`).join(', '))}</p>
      )}
      {pairs.length > 0 && (
        <Scroller label={t.pairs}>
          <table className="ruled small" aria-label={t.pairs}>
            <thead>
              <tr>
                <th scope="col">{left === right ? left.column : sideText(left)}</th>
                <th scope="col" className="num">
                  {fieldWords.count}
                </th>
                <th scope="col">{left === right ? t.alikeTo : sideText(right)}</th>
                <th scope="col" className="num">
                  {fieldWords.count}
                </th>
                <th scope="col" className="num">
                  {t.alike}
                </th>
              </tr>
            </thead>
            <tbody>
              {pairs.map((pair) => (
                <tr key={`${pair.left}\u0000${pair.right}`}>
                  <th scope="row" className="anywhere">
                    {pair.left}
                  </th>
                  <td className="num">
                    <Door to="query" query={{ sql: valueRows(left, pair.left) }}>
                      {formatCount(pair.left_rows)}
                    </Door>
                  </td>
                  <td className="anywhere">{pair.right}</td>
                  <td className="num">
                    <Door to="query" query={{ sql: valueRows(right, pair.right) }}>
                      {formatCount(pair.right_rows)}
                    </Door>
                  </td>
                  <td className="num nowrap">{t.percent(Math.round(pair.score * 100))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </>
  );
}
