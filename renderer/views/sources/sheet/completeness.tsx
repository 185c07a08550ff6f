import type { SourceSheet } from '#shared/contract/intake-schemas.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { Door } from '../../../components/door.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { formatCount, formatOf } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { sheetWords as t } from '../../../strings/sheet.ts';

/** Accounts without a person and people without an account, by system. Each number opens its rows. */
export function Completeness({ sheet }: { sheet: SourceSheet }) {
  const { timezone } = useEngagement();
  const { people, as_of, systems } = sheet.completeness;
  return (
    <section className="section" aria-label={t.completeness}>
      <h2>{t.completeness}</h2>
      {systems.length === 0 ? (
        <p className="muted">{t.noAccounts}</p>
      ) : people === 0 ? (
        <Mark verdict="missing">
          <span>{t.noPeople}</span>
        </Mark>
      ) : (
        <>
          <p className="muted">{t.people(formatCount(people), formatMoment(as_of, timezone))}</p>
          <table className="ruled small">
            <thead>
              <tr>
                <th scope="col">{t.system}</th>
                <th scope="col" className="num">
                  {t.accounts}
                </th>
                <th scope="col" className="num">
                  {t.impersonal}
                </th>
                <th scope="col" className="num">
                  {t.withoutPerson}
                </th>
                <th scope="col" className="num">
                  {t.peopleWithout}
                </th>
              </tr>
            </thead>
            <tbody>
              {systems.map((line) => (
                <tr key={line.system}>
                  <th scope="row">{line.system}</th>
                  <td className="num">{formatCount(line.accounts)}</td>
                  <td className="num">{formatCount(line.impersonal)}</td>
                  <td className="num">
                    <Door to="query" query={{ sql: line.queries.without_person }}>
                      {formatOf(line.without_person, line.accounts - line.impersonal)}
                    </Door>
                  </td>
                  <td className="num">
                    <Door to="query" query={{ sql: line.queries.people_without_account }}>
                      {formatOf(line.people_without_account, people)}
                    </Door>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
