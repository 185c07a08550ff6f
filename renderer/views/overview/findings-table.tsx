import { SEVERITIES } from '#shared/model/vocabulary.ts';
import { useSyncExternalStore } from 'react';
import { columnOf } from '../../app/findings.ts';
import { Door } from '../../components/door.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { formatCount } from '../../data/format.ts';
import type { LocalRows } from '../../data/local-rows.ts';
import { overviewWords as t } from '../../strings/overview.ts';
import { countFindings } from './count-findings.ts';

/** Findings by severity, open and decided; each number opens the list behind it. */
export function FindingsTable({ rows }: { rows: LocalRows }) {
  useSyncExternalStore(rows.subscribe, () => rows.version);
  const counts = countFindings(rows.every(), columnOf(rows, 'severity'), columnOf(rows, 'disposition'));
  return (
    <section className="section" aria-label={t.findings}>
      <h2>{t.findings}</h2>
      {rows.total === 0 ? (
        <p className="muted">{t.noFindings}</p>
      ) : (
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
    </section>
  );
}
