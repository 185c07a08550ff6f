import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { useFindings } from '../../app/findings.ts';
import { Page } from '../../app/page.tsx';
import { go } from '../../app/places.ts';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { overviewWords as t } from '../../strings/overview.ts';
import { Blocks } from './blocks-list.tsx';
import { readCoverage } from './coverage.ts';
import { CoverageTable } from './coverage-table.tsx';
import { CoverageTrend } from './coverage-trend.tsx';
import { FindingsTable } from './findings-table.tsx';
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
