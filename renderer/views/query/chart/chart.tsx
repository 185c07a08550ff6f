import { useState, useSyncExternalStore } from 'react';
import { useEngagement } from '../../../app/engagement.ts';
import { EmptyState } from '../../../components/notes.tsx';
import type { PagedRows } from '../../../data/paged-rows.ts';
import { chartWords as t } from '../../../strings/chart.ts';
import { ChartForm } from './chart-form.tsx';
import { type ChartSpec, firstSpec } from './chart-spec.ts';
import { Figures } from './figures.tsx';
import { Points } from './points.tsx';

/** What the result shows at present, filters included, as a picture. */
export function Chart({ source }: { source: PagedRows }) {
  useSyncExternalStore(source.subscribe, () => source.version);
  const { timezone } = useEngagement();
  const [spec, setSpec] = useState<ChartSpec>(() => firstSpec(source.columns));
  if (source.rows === 0) return <EmptyState title={t.none} />;
  const drawn = { sql: source.statement, columns: source.columns, spec, zone: timezone };
  return (
    <section className="section chart" aria-label={t.chart}>
      <ChartForm columns={source.columns} spec={spec} onChange={setSpec} />
      {spec.kind === 'scatter' ? <Points {...drawn} /> : <Figures {...drawn} />}
    </section>
  );
}
