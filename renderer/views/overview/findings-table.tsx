import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { Door } from '../../components/door.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { formatCount } from '../../data/format.ts';
import { overviewWords as t } from '../../strings/overview.ts';
import { useFindingCounts } from './count-findings.ts';
import { RunsTrend } from './tile-trend.tsx';

/** Findings by severity, open and decided; each number opens the list behind it. */
export function FindingsTable() {
  const { counts, error } = useFindingCounts();
  return (
    <section className="section" aria-label={t.findings}>
      <h2>{t.findings}</h2>
      {error && <ErrorNote error={error} />}
      {!counts && !error && <Waiting what={t.findings.toLowerCase()} />}
      {counts && SEVERITIES.every((severity) => counts[severity].all === 0) && (
        <p className="muted">{t.noFindings}</p>
      )}
      {counts && SEVERITIES.some((severity) => counts[severity].all > 0) && (
        <table className="ruled">
          <thead>
            <tr>
              <th scope="col">{t.severity}</th>
              <th scope="col" className="num">
                {t.open}
              </th>
              <th scope="col" className="num">
                {t.decided}
              </th>
              <th scope="col" className="num">
                {t.all}
              </th>
            </tr>
          </thead>
          <tbody>
            {SEVERITIES.map((severity) => {
              const { open, all } = counts[severity];
              const query = { severity: `=${severity}` };
              return (
                <tr key={severity}>
                  <th scope="row">
                    <SeverityMark severity={severity} />
                  </th>
                  <td className="num">
                    <Door to="findings" query={{ ...query, disposition: '=open' }}>
                      {formatCount(open)}
                    </Door>
                  </td>
                  <td className="num">
                    <Door to="findings" query={{ ...query, disposition: '!open' }}>
                      {formatCount(all - open)}
                    </Door>
                  </td>
                  <td className="num">
                    <Door to="findings" query={query}>
                      {formatCount(all)}
                    </Door>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <RunsTrend of="findings" />
    </section>
  );
}
