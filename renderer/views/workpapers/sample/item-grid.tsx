import type { ItemResult, SampleView } from '#shared/contract/sampling-schemas.ts';
import { ITEM_RESULTS } from '#shared/contract/sampling-schemas.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import { useEffect, useMemo } from 'react';
import { useEngagement } from '../../../app/engagement.ts';
import { inspect } from '../../../app/inspect.ts';
import { useAddress } from '../../../app/places.ts';
import type { ColumnLook } from '../../../components/table/column-look.ts';
import { DataTable } from '../../../components/table/data-table.tsx';
import { HiddenSelected } from '../../../components/table/hidden-selected.tsx';
import { useSelection } from '../../../components/table/use-selection.ts';
import { Mark } from '../../../components/verdict-mark.tsx';
import { LocalRows } from '../../../data/local-rows.ts';
import { formatCount } from '../../../data/format.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';
import { itemTable, resultCells, resultColumn, resultsOf } from './item-rows.ts';
import { RecordForm } from './record-form.tsx';

const SIGN: Record<ItemResult['result'], VerdictMark> = {
  pass: 'holds',
  deviation: 'fails',
  not_applicable: 'not_run',
};

/** The items with one column an attribute; a click opens an item, several at once are recorded from above. */
export function ItemGrid({ view }: { view: SampleView }) {
  const { id, timezone, locked } = useEngagement();
  const { query } = useAddress();
  const { sample } = view;
  // A drawn sample never changes, its results do: they are put into the rows that are there, so that the view stays.
  // oxlint-disable-next-line react/exhaustive-deps -- the items are those of the sample of this name
  const table = useMemo(() => itemTable(view), [sample.sample_id]);
  const rows = useMemo(() => {
    const source = new LocalRows(table.columns, timezone);
    source.add(table.rows, true);
    return source;
  }, [table, timezone]);
  const selection = useSelection(rows, table.key);
  const { shown: selected, drop, clear } = selection;
  useEffect(() => {
    const found = resultsOf(view);
    rows.patch((_row, get, set) => {
      const key = String(get(table.key));
      for (const [attribute, columns] of table.results) {
        const cells = resultCells(found(key, attribute));
        columns.forEach((column, i) => set(column, cells[i]));
      }
    });
  }, [rows, table, view]);
  const looks = useMemo(() => looksOf(view), [view]);
  const filters = Object.fromEntries(
    Object.entries(query).flatMap(([name, filter]) =>
      name.startsWith('only.') ? [[name.slice('only.'.length), filter]] : [],
    ),
  );
  return (
    <section className="section item-grid" aria-label={t.itemGrid}>
      <h2>{t.itemGrid}</h2>
      {selection.keys.size > 0 && !locked && (
        <section className="selected" aria-label={t.selected}>
          <HiddenSelected selection={selection} />
          {selected.size > 0 && (
            <>
              <p className="row-line">
                <strong>{t.recordFor(formatCount(selected.size))}</strong>
                <button type="button" className="button small" onClick={clear}>
                  {t.clear}
                </button>
              </p>
              <RecordForm
                sample={sample}
                keys={[...selected]}
                recorded={(attribute) =>
                  view.results
                    .filter((result) => result.attribute === attribute && selected.has(result.key))
                    .map(({ key }) => key)
                }
                onDone={() => drop(selected)}
              />
            </>
          )}
        </section>
      )}
      <div className="item-table">
        <DataTable
          key={JSON.stringify(filters)}
          label={t.itemGrid}
          source={rows}
          zone={timezone}
          kept={`${id}.${sample.sample_id}`}
          looks={looks}
          startFilters={filters}
          selection={selection}
          onOpen={(values) =>
            inspect({ kind: 'sample-item', sample: sample.sample_id, key: String(values[table.key]) })
          }
        />
      </div>
    </section>
  );
}

function looksOf({ sample }: SampleView): Record<string, ColumnLook> {
  const looks: Record<string, ColumnLook> = {
    [t.number]: { width: 56, title: t.number },
    [t.key]: { width: 240, mono: true, title: t.key },
    source_id: { hidden: true, mono: true },
    record_no: { hidden: true },
    source_rows: { hidden: true },
    id: { hidden: true, mono: true },
  };
  for (const { id, title } of sample.attributes) {
    const name = resultColumn(id, title);
    looks[name] = {
      title: name,
      width: 190,
      choices: ITEM_RESULTS,
      render: (value) => <Result result={value as ItemResult['result'] | null} />,
    };
    looks[t.mark(id)] = { title: t.mark(id), width: 84 };
    looks[t.noteOf(id)] = { title: t.noteOf(id), width: 200 };
    looks[t.files(id)] = { title: t.files(id), width: 84 };
  }
  return looks;
}

function Result({ result }: { result: ItemResult['result'] | null }) {
  if (result === null) return <span className="muted">{t.untested}</span>;
  return (
    <Mark verdict={SIGN[result]}>
      <span>{t.results[result]}</span>
    </Mark>
  );
}
