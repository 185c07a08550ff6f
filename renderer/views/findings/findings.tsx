import { useState } from 'react';
import { useEngagement } from '../../app/engagement.ts';
import { columnOf, useFindings } from '../../app/findings.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { useAddress } from '../../app/places.ts';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { DataTable } from '../../components/table/data-table.tsx';
import { findingWords as t } from '../../strings/findings.ts';
import { looksOf } from './looks.tsx';
import { tableOf } from './saved-views.ts';
import { Selected } from './selected.tsx';
import { SincePeriod } from './since-period.tsx';
import { useUndo } from './undo.ts';
import { ViewMenu } from './view-menu.tsx';

const NOTHING: ReadonlySet<string> = new Set();

export default function Findings() {
  const { id: engagement, timezone, rolled_from } = useEngagement();
  const { query } = useAddress();
  const { rows, error } = useFindings();
  const [selected, setSelected] = useState(NOTHING);
  const [filters, setFilters] = useState<Readonly<Record<string, string>>>(query);
  const undo = useUndo();
  const id = rows ? columnOf(rows, 'id') : 0;
  return (
    <Page full title={t.title} lead={t.lead}>
      {error && <ErrorNote error={error} />}
      {undo.error && <ErrorNote error={undo.error} />}
      {!rows && !error && <Waiting what={t.title.toLowerCase()} />}
      {rolled_from != null && <SincePeriod from={rolled_from} />}
      {selected.size > 0 && <Selected ids={selected} onDone={() => setSelected(NOTHING)} />}
      {rows && (
        <DataTable
          key={JSON.stringify(query)}
          label={t.table}
          source={rows}
          zone={timezone}
          kept={tableOf(engagement)}
          looks={looksOf(rolled_from != null)}
          startFilters={query}
          onFilters={setFilters}
          tools={
            <>
              <ViewMenu filters={filters} />
              {undo.last && (
                <button type="button" className="button" onClick={() => void undo.run()}>
                  {t.undo}
                </button>
              )}
            </>
          }
          selection={{ key: id, keys: selected, change: setSelected }}
          onOpen={(values) => inspect({ kind: 'finding', id: String(values[id]) })}
          empty={t.empty}
        />
      )}
    </Page>
  );
}
