import { useSyncExternalStore } from 'react';
import { useChains } from '../../app/chains.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { columnOf, useFindings } from '../../app/findings.ts';
import { Page } from '../../app/page.tsx';
import { formatAddress, go } from '../../app/places.ts';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import type { LocalRows } from '../../data/local-rows.ts';
import { overviewWords as t } from '../../strings/overview.ts';
import { type Block, blocksOf } from './blocks.ts';
import { countFindings } from './count-findings.ts';
import { readCoverage } from './coverage.ts';
import { CoverageTable } from './coverage-table.tsx';
import { CoverageTrend } from './coverage-trend.tsx';
import { FindingsTable } from './findings-table.tsx';
import { Questions } from './questions.tsx';

const COVERAGE = { report: 'coverage' };
const NONE = {};

export default function Overview() {
  const engagement = useEngagement();
  if (engagement.counts.sources === 0) {
    return (
      <Page title={t.title} lead={t.lead}>
        <EmptyState title={t.empty}>
          <p>{t.emptyHelp}</p>
          <button type="button" className="button primary" onClick={() => go('sources')}>
            {t.toSources}
          </button>
        </EmptyState>
      </Page>
    );
  }
  return <Filled />;
}

function Filled() {
  const { as_of } = useEngagement();
  const report = useAsk('report.get', COVERAGE);
  const { rows } = useFindings();
  const coverage = report.value ? readCoverage(report.value.figures) : null;
  const asOf = report.value?.as_of ?? as_of;
  return (
    <Page title={t.title} lead={t.lead}>
      {report.error && <ErrorNote error={report.error} />}
      {report.pending && !report.value && <Waiting what={t.title.toLowerCase()} />}
      {report.value && (
        <div className="overview">
          <Questions coverage={coverage} asOf={asOf} />
          <div className="overview-columns">
            {coverage && <CoverageTable coverage={coverage} asOf={asOf} />}
            {rows && <FindingsTable rows={rows} />}
            {rows && <Blocks rows={rows} />}
          </div>
          {coverage && <CoverageTrend />}
        </div>
      )}
    </Page>
  );
}

function Blocks({ rows }: { rows: LocalRows }) {
  useSyncExternalStore(rows.subscribe, () => rows.version);
  const { counts } = useEngagement();
  const procedures = useAsk('procedures.list', NONE);
  const sources = useAsk('intake.sources', NONE);
  const requests = useAsk('pbc.list', NONE);
  const signoff = useAsk('signoff.state', NONE);
  const { chains } = useChains();
  const blocks = blocksOf({
    procedures: procedures.value ?? [],
    chains: chains ?? [],
    rejected: counts.rejected,
    unmapped: sources.value?.receipts.filter((receipt) => receipt.reader === null).length ?? 0,
    overdueRequests: requests.value?.counts.missing ?? 0,
    deadlines: signoff.value?.deadlines ?? [],
    openCritical: countFindings(rows.every(), columnOf(rows, 'severity'), columnOf(rows, 'disposition'))
      .critical.open,
  });
  return (
    <section className="section" aria-label={t.blocks}>
      <h2>{t.blocks}</h2>
      {blocks.length === 0 && <p className="muted">{t.noBlocks}</p>}
      <ul className="section">
        {blocks.map((block) => (
          <li key={block.text}>
            <BlockLine block={block} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function BlockLine({ block: { verdict, text, place, query } }: { block: Block }) {
  return (
    <Mark verdict={verdict}>
      <a className="door" href={formatAddress(place, query)}>
        {text}
      </a>
    </Mark>
  );
}
