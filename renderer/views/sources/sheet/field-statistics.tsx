import { useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import type { ReceiptView } from '#shared/contract/schemas.ts';
import { useAct } from '../../../app/act.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatCount, formatOf } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { fieldWords as t } from '../../../strings/sheet.ts';
import type { Choice } from './choice.ts';
import { ColumnFigures } from './column-figures.tsx';
import { DuplicateTest } from './column-tests.tsx';

type Profile = Result<'analysis.profile'>;

/** What is in each column, computed when asked for. */
export function FieldStatistics({ receipt }: { receipt: ReceiptView }) {
  const { timezone } = useEngagement();
  const tables = [...new Set([...receipt.tables, ...(receipt.raw ?? []).map(({ table }) => table)])];
  const [table, setTable] = useState(tables[0] ?? '');
  const [profile, setProfile] = useState<Profile | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { busy, error, run } = useAct();
  const choice: Choice = table.startsWith('raw.') ? { table } : { table, source_id: receipt.source_id };
  const compute = async (): Promise<void> => {
    const value = await run('analysis.profile', choice, {
      title: t.job(table),
      outcome: ({ columns }) => t.done(formatCount(columns.length)),
      cancelled: t.cancelled,
      readOnly: true,
    });
    setProfile(value);
    setChosen(value?.columns[0]?.name ?? null);
  };
  const column = profile?.columns.find(({ name }) => name === chosen);
  return (
    <section className="section" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p className="muted">{tables.length === 0 ? t.none : t.help}</p>
      {tables.length > 0 && (
        <div className="inline-form">
          <Field label={t.ofTable}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                value={table}
                onChange={(event) => {
                  setTable(event.target.value);
                  setProfile(null);
                }}
              >
                {tables.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
          <button type="button" className="button" disabled={busy} onClick={() => void compute()}>
            {t.compute}
          </button>
        </div>
      )}
      {error && <ErrorNote error={error} />}
      {profile && (
        <div className="field-columns">
          <div className="field-list">
            <table className="ruled small" aria-label={t.title}>
              <thead>
                <tr>
                  <th scope="col">{t.column}</th>
                  <th scope="col" className="num">
                    {t.filled}
                  </th>
                  <th scope="col" className="num">
                    {t.distinct}
                  </th>
                  <th scope="col">{t.range}</th>
                </tr>
              </thead>
              <tbody>
                {profile.columns.map((field) => (
                  <tr key={field.name} className={field.name === chosen ? 'chosen' : undefined}>
                    <th scope="row">
                      <button
                        type="button"
                        className="door"
                        aria-pressed={field.name === chosen}
                        onClick={() => setChosen(field.name)}
                      >
                        <code>{field.name}</code>
                      </button>
                    </th>
                    <td className="num nowrap">{formatOf(field.count - field.empties, profile.rows)}</td>
                    <td className="num">{formatOf(field.distinct, null)}</td>
                    <td className="nowrap clip">{rangeOf(field, timezone)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {column && <ColumnFigures key={column.name} choice={choice} field={column} />}
        </div>
      )}
      {profile && <DuplicateTest choice={choice} />}
    </section>
  );
}

function rangeOf(field: Profile['columns'][number], zone: string): string {
  const { moments, numbers } = field;
  if (moments) return `${formatMoment(moments.min, zone)} – ${formatMoment(moments.max, zone)}`;
  return numbers ? `${numbers.min} – ${numbers.max}` : '–';
}
