import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Door } from '../../components/door.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount } from '../../data/format.ts';
import { overviewWords as t } from '../../strings/overview.ts';
import { requestsOf } from './requests-of.ts';
import { CompletenessTrend } from './tile-trend.tsx';

const NONE = {};

/** Whether everything that was handed over is in the tables, and everything that was asked for was handed over. */
export function Completeness() {
  const { counts } = useEngagement();
  const requests = useAsk('pbc.list', NONE);
  const asked = requests.value ? requestsOf(requests.value.counts) : null;
  return (
    <section className="section" aria-label={t.completeness}>
      <h2>{t.completeness}</h2>
      <table className="ruled">
        <tbody>
          <tr>
            <th scope="row">
              <Mark verdict={counts.rejected === 0 ? 'holds' : 'not_proven'}>{t.loaded}</Mark>
            </th>
            <td className="num">
              <Door to="sources">
                {t.of(formatCount(counts.loaded), formatCount(counts.loaded + counts.rejected))}
              </Door>
            </td>
          </tr>
          <tr>
            <th scope="row">{t.rejected}</th>
            <td className="num">
              <Door to="sources" query={{ rejected: '>0' }}>
                {t.of(formatCount(counts.rejected), formatCount(counts.loaded + counts.rejected))}
              </Door>
            </td>
          </tr>
          {asked && (
            <tr>
              <th scope="row">
                <Mark verdict={asked.mark}>{t.received}</Mark>
              </th>
              <td className="num">
                <Door to="sources" query={{ view: 'requested' }}>
                  {asked.all === 0 ? t.noneAsked : t.of(formatCount(asked.received), formatCount(asked.all))}
                </Door>
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <CompletenessTrend />
    </section>
  );
}
