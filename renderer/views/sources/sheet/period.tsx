import type { SourceSheet } from '#shared/contract/intake-schemas.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { Mark } from '../../../components/verdict-mark.tsx';
import { formatCount } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { sheetWords as t } from '../../../strings/sheet.ts';
import { Scroller } from '../../../components/scroller.tsx';

/** Date columns against the period, and what is missing in sequences. */
export function Period({ sheet }: { sheet: SourceSheet }) {
  const { timezone } = useEngagement();
  return (
    <div className="sheet-columns wide-first">
      <section className="section" aria-label={t.ranges}>
        <h2>{t.ranges}</h2>
        {sheet.period.length === 0 && <p className="muted">{t.noDates}</p>}
        {sheet.period.length > 0 && (
          <Scroller label={t.ranges}>
            <table className="ruled small">
              <thead>
                <tr>
                  <th scope="col">{t.column}</th>
                  <th scope="col">{t.from}</th>
                  <th scope="col">{t.to}</th>
                  <th scope="col">{t.position}</th>
                </tr>
              </thead>
              <tbody>
                {sheet.period.map(({ table, column, min, max, position }) => (
                  <tr key={`${table}.${column}`}>
                    <th scope="row">
                      <code>
                        {table}.{column}
                      </code>
                    </th>
                    <td className="nowrap">{formatMoment(min, timezone)}</td>
                    <td className="nowrap">{formatMoment(max, timezone)}</td>
                    <td className="nowrap">
                      {position === 'outside' ? (
                        <Mark verdict="missing">{t.positions[position]}</Mark>
                      ) : (
                        t.positions[position]
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
        )}
      </section>
      <section className="section" aria-label={t.gaps}>
        <h2>{t.gaps}</h2>
        {sheet.gaps.length === 0 && <p className="muted">{t.noGaps}</p>}
        {sheet.gaps.length > 0 && (
          <table className="ruled small">
            <thead>
              <tr>
                <th scope="col">{t.column}</th>
                <th scope="col" className="num">
                  {t.missing}
                </th>
                <th scope="col">{t.firstOnes}</th>
              </tr>
            </thead>
            <tbody>
              {sheet.gaps.map(({ table, column, kind, missing, first }) => (
                <tr key={`${table}.${column} ${kind}`}>
                  <th scope="row">
                    <code>
                      {table}.{column}
                    </code>
                  </th>
                  <td className="num nowrap">
                    {formatCount(missing)} {t.gapKinds[kind]}
                  </td>
                  <td className="anywhere">{first.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}
