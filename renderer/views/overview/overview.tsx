import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { go } from '../../app/places.ts';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { overviewWords as t } from '../../strings/overview.ts';
import { Blocks } from './blocks-list.tsx';
import { Completeness } from './completeness.tsx';
import { readCoverage } from './coverage.ts';
import { CoverageTable } from './coverage-table.tsx';
import { CoverageTrend } from './coverage-trend.tsx';
import { FindingsTable } from './findings-table.tsx';
import { IntegrityTile } from './integrity-tile.tsx';
import { Questions } from './questions.tsx';

const COVERAGE = { report: 'coverage' };

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
  const { as_of: asOf } = useEngagement();
  const { value, error } = useAsk('report.get', COVERAGE);
  const coverage = value ? readCoverage(value.figures) : null;
  // Each part is shown as it is answered: the slowest question holds up no other.
  return (
    <Page title={t.title} lead={t.lead}>
      {error && <ErrorNote error={error} />}
      <div className="overview">
        <Questions coverage={coverage} asOf={asOf} />
        <div className="overview-columns">
          {coverage && <CoverageTable coverage={coverage} asOf={asOf} />}
          {!value && !error && <Waiting what={t.coverage.toLowerCase()} />}
          <div className="overview-tiles">
            <FindingsTable />
            <Completeness />
          </div>
          <div className="overview-tiles">
            <Blocks />
            <IntegrityTile />
          </div>
        </div>
        {coverage && <CoverageTrend />}
      </div>
    </Page>
  );
}
