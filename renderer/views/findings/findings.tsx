import { useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { columnOf, useFindings } from '../../app/findings.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { useAddress } from '../../app/places.ts';
import { Door } from '../../components/door.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { DataTable } from '../../components/table/data-table.tsx';
import { useSelection } from '../../components/table/use-selection.ts';
import { formatCount, plural } from '../../data/format.ts';
import { findingWords as t } from '../../strings/findings.ts';
import { looksOf } from './looks.tsx';
import { tableOf } from './saved-views.ts';
import { Selected } from './selected.tsx';
import { SincePeriod } from './since-period.tsx';
import { useHeadings } from './headings.ts';
import { useUndo } from './undo.ts';
import { ViewMenu } from './view-menu.tsx';

const NONE = {};

/** Nothing was found: because nothing was run, or by runs of which some may not have come to an end. */
function NothingFound() {
  const { value } = useAsk('procedures.list', NONE);
  const run = (value ?? []).flatMap(({ last }) => (last === null ? [] : [last]));
  if (run.length === 0) return t.empty;
  const open = run.filter(({ status }) => status !== 'completed').length;
  return (
    <>
      {t.nothingFound(plural(run.length, t.procedureWord))}{' '}
      {open > 0 && (
        <Door to="procedures">{t.notConcludedYet(formatCount(open), formatCount(run.length))}</Door>
      )}
    </>
  );
}

export default function Findings() {
  const { id: engagement, timezone, rolled_from } = useEngagement();
  const { query } = useAddress();
  const { rows, error } = useFindings();
  const [filters, setFilters] = useState<Readonly<Record<string, string>>>(query);
  useHeadings(rows);
  const undo = useUndo();
  const id = rows ? columnOf(rows, 'id') : 0;
  const selection = useSelection(rows, id);
  return (
    <Page full title={t.title} lead={t.lead}>
      {error && <ErrorNote error={error} />}
      {undo.error && <ErrorNote error={undo.error} />}
      {!rows && !error && <Waiting what={t.title.toLowerCase()} />}
      {rolled_from != null && <SincePeriod from={rolled_from} />}
      {selection.keys.size > 0 && <Selected selection={selection} />}
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
          selection={selection}
          onOpen={(values) => inspect({ kind: 'finding', id: String(values[id]) })}
          empty={<NothingFound />}
        />
      )}
    </Page>
  );
}
