import { Suspense, lazy, useMemo, useSyncExternalStore } from 'react';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { copyText } from '../../components/copy.ts';
import { Waiting } from '../../components/notes.tsx';
import { DataTable } from '../../components/table/data-table.tsx';
import { formatCount } from '../../data/format.ts';
import type { PagedRows } from '../../data/paged-rows.ts';
import { PART, PartRows } from '../../data/part-rows.ts';
import { chartWords } from '../../strings/chart.ts';
import { outlierWords } from '../../strings/outliers.ts';
import { queryWords as t } from '../../strings/query.ts';
import { words } from '../../strings/words.ts';
import { show, useConsole } from './console.ts';

const Outliers = lazy(async () => ({ default: (await import('./outliers/outliers.tsx')).Outliers }));
const Chart = lazy(async () => ({ default: (await import('./chart/chart.tsx')).Chart }));

/** What the statement gave: its rows, a chart of them, or how it would be carried out. */
export function Outcome() {
  const { source, sql, plan, show: shown, error, stale } = useConsole();
  if (!source && plan === null) return error ? null : <p className="muted">{t.noResult}</p>;
  const choices = [
    ...(source ? (['rows', 'chart', 'outliers'] as const) : []),
    ...(plan === null ? [] : (['plan'] as const)),
  ];
  return (
    <>
      {stale && <p className="notice">{t.stale}</p>}
      <fieldset className="row-line choices">
        <legend className="visually-hidden">{chartWords.show}</legend>
        {choices.map((choice) => (
          <button
            key={choice}
            type="button"
            className="button small"
            aria-pressed={shown === choice}
            onClick={() => show(choice)}
          >
            {chartWords[choice]}
          </button>
        ))}
      </fieldset>
      {shown === 'plan' && plan !== null && <Plan plan={plan} />}
      {shown === 'chart' && source && (
        <Suspense fallback={<Waiting what={chartWords.drawing} />}>
          <Chart key={source.id} source={source} />
        </Suspense>
      )}
      {shown === 'outliers' && source && sql !== null && (
        <Suspense fallback={<Waiting what={outlierWords.title.toLowerCase()} />}>
          <Outliers key={source.id} source={source} sql={sql} />
        </Suspense>
      )}
      {shown === 'rows' && source && <Rows source={source} />}
    </>
  );
}

function Rows({ source }: { source: PagedRows }) {
  const { timezone } = useEngagement();
  const rows = useMemo(() => new PartRows(source), [source]);
  const open = (values: readonly unknown[]): void => {
    const fields = source.columns.map(({ name, type }, i) => ({ name, type, value: values[i] }));
    inspect({ kind: 'row', title: t.row, values: fields });
  };
  return (
    <DataTable
      key={source.id}
      label={t.result}
      source={rows}
      zone={timezone}
      tools={<Parts rows={rows} />}
      onOpen={open}
      empty={t.noRows}
    />
  );
}

/** Which million of the rows is scrolled; nothing where one part holds them all. */
function Parts({ rows }: { rows: PartRows }) {
  useSyncExternalStore(rows.subscribe, () => rows.version);
  if (rows.parts === 1) return null;
  return (
    <select
      className="input"
      aria-label={t.part}
      value={rows.part}
      onChange={({ target }) => rows.show(Number(target.value))}
    >
      {Array.from({ length: rows.parts }, (_, part) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the number of a part is what it is
        <option key={part} value={part}>
          {t.partOf(formatCount(part * PART + 1), formatCount(Math.min((part + 1) * PART, rows.whole)))}
        </option>
      ))}
    </select>
  );
}

function Plan({ plan }: { plan: string }) {
  return (
    <section className="section plan" aria-label={chartWords.planOf}>
      <div className="row-line">
        <p className="muted">{chartWords.planNote}</p>
        <button type="button" className="button small" onClick={() => void copyText(plan)}>
          {words.copy}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled drawing must be reachable by keyboard */}
      <pre tabIndex={0}>{plan}</pre>
    </section>
  );
}
