import { useState } from 'react';
import { useConnection } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { inspect } from '../../../app/inspect.ts';
import { Field } from '../../../components/field.tsx';
import { EmptyState, ErrorNote } from '../../../components/notes.tsx';
import type { ColumnLook } from '../../../components/table/column-look.ts';
import { DataTable } from '../../../components/table/data-table.tsx';
import { formatCount, plural } from '../../../data/format.ts';
import type { RowSource } from '../../../data/rows.ts';
import { outlierWords as t } from '../../../strings/outliers.ts';
import { queryWords } from '../../../strings/query.ts';
import { ExportMenu } from '../export-menu.tsx';
import { type ForestDraft, readForest, USUAL } from './forest-choice.ts';
import { score, type Scored, useScoring } from './scoring.ts';

/** The rows of the result by how much their numbers set them apart. */
export function Outliers({ source, sql }: { source: RowSource; sql: string }) {
  const { of, scored, error } = useScoring();
  const own = of === source;
  return (
    <section className="section outliers" aria-label={t.title}>
      <Form source={source} sql={sql} />
      {own && error && <ErrorNote error={error} />}
      {!(own && scored) && <p className="muted measure">{t.lead}</p>}
      {own && scored && scored.handle.row_count === 0 && (
        <EmptyState title={t.none}>
          <p>{t.noneHelp}</p>
        </EmptyState>
      )}
      {own && scored && scored.handle.row_count > 0 && <Rows scored={scored} />}
    </section>
  );
}

const HELP: ForestDraft = { seed: t.seedRange, trees: t.treesRange, sample: t.sampleRange };

function Form({ source, sql }: { source: RowSource; sql: string }) {
  const connection = useConnection();
  const { timezone } = useEngagement();
  const running = useScoring((state) => state.running);
  const [draft, setDraft] = useState(USUAL);
  const choice = readForest(draft);
  const wrong = typeof choice === 'string' ? t.wrong(t[choice], HELP[choice]) : null;
  return (
    <form
      className="inline-form"
      aria-label={t.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (typeof choice !== 'string') void score(connection, source, sql, choice, timezone);
      }}
    >
      {(['seed', 'trees', 'sample'] as const).map((field) => (
        <Field key={field} label={t[field]}>
          {(ids) => (
            <input
              {...ids}
              className="input short"
              title={HELP[field]}
              inputMode="numeric"
              autoComplete="off"
              aria-invalid={choice === field}
              value={draft[field]}
              onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <button type="submit" className="button primary" disabled={running || wrong !== null}>
        {t.score}
      </button>
      {wrong !== null && <ErrorNote error={{ message: wrong }} />}
    </form>
  );
}

const LOOKS: Readonly<Record<string, ColumnLook>> = {
  outlier_score: { title: t.outlier_score, width: 80, render: (value) => Number(value).toFixed(3) },
  outlier_drivers: { title: t.outlier_drivers, width: 320 },
};

function Rows({ scored: { handle, rows, shown } }: { scored: Scored }) {
  const { timezone } = useEngagement();
  const { seed, trees, sample, features, row_count } = handle;
  const columns = features.map(({ name, circle }) => (circle === null ? name : t.circle(name, circle)));
  const open = (values: readonly unknown[]): void => {
    const fields = rows.columns.map(({ name, type }, i) => ({ name, type, value: values[i] }));
    inspect({ kind: 'row', title: t.rowTitle, values: fields });
  };
  return (
    <>
      <p className="measure">
        {t.made(
          plural(row_count, t.row),
          columns.join(', '),
          formatCount(seed),
          plural(trees, t.tree),
          plural(Math.min(sample, row_count), t.row),
        )}
        {shown < row_count && ` ${t.cut(formatCount(shown), formatCount(row_count))}`}
      </p>
      <DataTable
        key={handle.result_id}
        label={t.result}
        source={rows}
        zone={timezone}
        looks={LOOKS}
        tools={<ExportMenu of={{ result_id: handle.result_id }} name={t.file} />}
        onOpen={open}
        empty={queryWords.noRows}
      />
    </>
  );
}
