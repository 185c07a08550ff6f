import { useState } from 'react';
import { useEngagement } from '../../app/engagement.ts';
import { columnOf, useFindings } from '../../app/findings.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { useAddress } from '../../app/places.ts';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { DataTable } from '../../components/table/data-table.tsx';
import { findingWords as t } from '../../strings/findings.ts';
import { Decide } from './decide.tsx';
import { LOOKS } from './looks.tsx';

const NOTHING: ReadonlySet<string> = new Set();

export default function Findings() {
  const { timezone } = useEngagement();
  const { query } = useAddress();
  const { rows, error } = useFindings();
  const [selected, setSelected] = useState(NOTHING);
  const id = rows ? columnOf(rows, 'id') : 0;
  return (
    <Page full title={t.title} lead={t.lead}>
      {error && <ErrorNote error={error} />}
      {!rows && !error && <Waiting what={t.title.toLowerCase()} />}
      {selected.size > 0 && <Decide ids={selected} onDone={() => setSelected(NOTHING)} />}
      {rows && (
        <DataTable
          key={JSON.stringify(query)}
          label={t.table}
          source={rows}
          zone={timezone}
          looks={LOOKS}
          startFilters={query}
          selection={{ key: id, keys: selected, change: setSelected }}
          onOpen={(values) => inspect({ kind: 'finding', id: String(values[id]) })}
          empty={t.empty}
        />
      )}
    </Page>
  );
}
