import { Door } from '../../components/door.tsx';
import { formatCount } from '../../data/format.ts';
import { overviewWords as t } from '../../strings/overview.ts';
import { type Coverage, atMoment, share } from './coverage.ts';

/** The three parts of the grants, which add up, drawn as a bar and written as a table. */
export function CoverageTable({ coverage, asOf }: { coverage: Coverage; asOf: string }) {
  const { grants, by_policy, by_exception, drift, missing, other_lines } = coverage;
  const rows = (part: string): string =>
    `SELECT * FROM access_coverage(${atMoment(asOf)}) WHERE part = '${part}'`;
  const parts = [
    { key: 'policy', label: t.byPolicy, count: by_policy },
    { key: 'exception', label: t.byException, count: by_exception },
    { key: 'drift', label: t.drift, count: drift },
  ];
  const others = Object.values(other_lines).reduce((sum, n) => sum + n, 0);
  return (
    <section className="section" aria-label={t.coverage}>
      <h2>{t.coverageOf(asOf)}</h2>
      {grants > 0 && (
        <div className="parts-bar" aria-hidden="true">
          {parts
            .filter(({ count }) => count > 0)
            .map(({ key, count }) => (
              <i key={key} className={key} style={{ flexGrow: count }} />
            ))}
        </div>
      )}
      <table className="ruled">
        <thead>
          <tr>
            <th scope="col">{t.part}</th>
            <th scope="col" className="num">
              {t.count}
            </th>
            <th scope="col" className="num">
              {t.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ key, label, count }) => (
            <tr key={key}>
              <th scope="row" className="part">
                <i className={`swatch ${key}`} aria-hidden="true" />
                {label}
              </th>
              <td className="num">
                <Door to="query" query={{ sql: rows(key) }}>
                  {formatCount(count)}
                </Door>
              </td>
              <td className="num">{share(count, grants)}</td>
            </tr>
          ))}
          <tr className="sum">
            <th scope="row">{t.sum}</th>
            <td className="num">
              <Door
                to="query"
                query={{ sql: `SELECT * FROM access_coverage(${atMoment(asOf)}) WHERE part IS NOT NULL` }}
              >
                {formatCount(grants)}
              </Door>
            </td>
            <td className="num">{share(by_policy + by_exception + drift, grants)}</td>
          </tr>
          <tr>
            <th scope="row">{t.otherLines}</th>
            <td className="num">
              <Door
                to="query"
                query={{ sql: `SELECT * FROM access_coverage(${atMoment(asOf)}) WHERE part IS NULL` }}
              >
                {formatCount(others)}
              </Door>
            </td>
            <td />
          </tr>
          <tr>
            <th scope="row">{t.repeated}</th>
            <td className="num">
              <Door
                to="query"
                query={{
                  sql: `SELECT snapshot_rows - 1 AS repeats, * FROM actual_grants(${atMoment(asOf)}) WHERE snapshot_rows > 1`,
                }}
              >
                {formatCount(coverage.repeated_rows)}
              </Door>
            </td>
            <td />
          </tr>
          {coverage.grants_through_groups > 0 && (
            <tr>
              <th scope="row">{t.throughGroups}</th>
              <td className="num">
                <Door
                  to="query"
                  query={{ sql: `SELECT * FROM actual_grants(${atMoment(asOf)}) WHERE snapshot_rows = 0` }}
                >
                  {`−${formatCount(coverage.grants_through_groups)}`}
                </Door>
              </td>
              <td />
            </tr>
          )}
          <tr className="sum">
            <th scope="row">{t.snapshotRows}</th>
            <td className="num">
              <Door to="query" query={{ sql: `SELECT * FROM snapshot_at(${atMoment(asOf)})` }}>
                {formatCount(coverage.snapshot_rows)}
              </Door>
            </td>
            <td />
          </tr>
          <tr>
            <th scope="row">{t.missing}</th>
            <td className="num">
              <Door to="query" query={{ sql: `SELECT * FROM missing_access(${atMoment(asOf)})` }}>
                {formatCount(missing)}
              </Door>
            </td>
            <td />
          </tr>
        </tbody>
      </table>
      <p className="muted">{t.status(coverage.status)}</p>
      {coverage.systems_without_data.length > 0 && (
        <p className="notice">{t.without(coverage.systems_without_data.join(', '))}</p>
      )}
    </section>
  );
}
