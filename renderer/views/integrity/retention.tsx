import type { ReactNode } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { useSmall } from '../../app/rows.ts';
import { Scroller } from '../../components/scroller.tsx';
import { Door } from '../../components/door.tsx';
import { MissingSource } from '../../components/missing-source.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Value } from '../../components/value.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatOf } from '../../data/format.ts';
import { integrityWords, retentionWords as t } from '../../strings/integrity.ts';
import { Standing, exceptionsOf } from '../procedures/standing.tsx';

const NONE = {};
const LOCKS = `SELECT bucket, mode, count(*) AS objects, min(retain_until) AS earliest, max(retain_until) AS latest,
  sum(count(*)) OVER () AS of_all
FROM retention_locks GROUP BY bucket, mode ORDER BY bucket NULLS FIRST, mode NULLS FIRST`;

/** Whether logs could be removed before their time: what the listings of locks say, and the rules tested on them. */
export default function Retention({ parts }: { parts: ReactNode }) {
  const { timezone } = useEngagement();
  const locks = useSmall(LOCKS);
  const procedures = useAsk('procedures.list', NONE);
  const tested = (Array.isArray(procedures.value) ? procedures.value : []).filter(({ needs }) =>
    needs.some((need) => need.startsWith('retention_locks')),
  );
  return (
    <Page title={integrityWords.title} lead={t.lead}>
      {parts}
      <div className="integrity">
        {locks.error && <ErrorNote error={locks.error} />}
        {!locks.value && !locks.error && <Waiting what={t.table.toLowerCase()} />}
        {locks.value?.rows.length === 0 && <MissingSource title={t.none} help={t.noneHelp} />}
        {locks.value && locks.value.rows.length > 0 && (
          <Scroller label={t.table}>
            <table className="ruled" aria-label={t.table}>
              <thead>
                <tr>
                  <th scope="col">{t.store}</th>
                  <th scope="col">{t.mode}</th>
                  <th scope="col" className="num">
                    {t.objects}
                  </th>
                  <th scope="col">{t.earliest}</th>
                  <th scope="col">{t.latest}</th>
                </tr>
              </thead>
              <tbody>
                {locks.value.rows.map(([bucket, mode, objects, earliest, latest, all]) => (
                  <tr key={`${String(bucket)} ${String(mode)}`}>
                    <th scope="row" className="nowrap">
                      <Value value={bucket} kind="text" zone={timezone} />
                    </th>
                    <td>
                      <Mode mode={mode === null ? null : String(mode)} />
                    </td>
                    <td className="num nowrap">
                      <Door to="query" query={{ sql: rowsOf(bucket, mode) }}>
                        {formatOf(Number(objects), Number(all))}
                      </Door>
                    </td>
                    <td className="nowrap">
                      <Value value={earliest} kind="instant" zone={timezone} />
                    </td>
                    <td className="nowrap">
                      <Value value={latest} kind="instant" zone={timezone} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
        )}
        {procedures.error && <ErrorNote error={procedures.error} />}
        {tested.length > 0 && (
          <section className="section" aria-label={t.rules}>
            <h2>{t.rules}</h2>
            <Scroller label={t.rules}>
              <table className="ruled">
                <thead>
                  <tr>
                    <th scope="col">{t.procedure}</th>
                    <th scope="col">{integrityWords.detail}</th>
                    <th scope="col" className="num">
                      {t.result}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {tested.map(({ id, title, last }) => (
                    <tr key={id}>
                      <th scope="row">
                        <button
                          type="button"
                          className="door"
                          onClick={() => inspect({ kind: 'procedure', id })}
                        >
                          {title}
                        </button>{' '}
                        <code className="muted">{id}</code>
                      </th>
                      <td>
                        <Standing run={last} />
                      </td>
                      <td className="num">
                        <Door to="findings" query={{ procedure: `=${id}` }}>
                          {exceptionsOf(last)}
                        </Door>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroller>
          </section>
        )}
      </div>
    </Page>
  );
}

function Mode({ mode }: { mode: string | null }) {
  if (mode === null) return <Mark verdict="fails">{t.noMode}</Mark>;
  if (mode === 'COMPLIANCE') return <Mark verdict="holds">{mode}</Mark>;
  return (
    <Mark verdict="not_proven">
      <span>
        {mode}: {t.bypass}
      </span>
    </Mark>
  );
}

function rowsOf(bucket: unknown, mode: unknown): string {
  const is = (column: string, value: unknown): string =>
    value === null ? `${column} IS NULL` : `${column} = '${String(value).replaceAll("'", "''")}'`;
  return `SELECT * FROM retention_locks WHERE ${is('bucket', bucket)} AND ${is('mode', mode)}`;
}
