import { useAsk } from '../../app/connection.tsx';
import { Door } from '../../components/door.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatOf } from '../../data/format.ts';
import { trendWords as t } from '../../strings/trends.ts';
import { RunsTrend } from './tile-trend.tsx';

const ASKED = { of: 'integrity' } as const;
const MARKS = { broken: 'fails', not_proven: 'not_proven' } as const;

/** Audit trails as the latest run that verified them found them, and how that moved. */
export function IntegrityTile() {
  const { value } = useAsk('overview.trend', ASKED);
  const latest = value?.points.at(-1);
  return (
    <section className="section" aria-label={t.integrity}>
      <h2>{t.integrity}</h2>
      {latest?.kind === 'run' && (
        <table className="ruled">
          <tbody>
            {latest.parts.map(({ part, count, of, rows }) => (
              <tr key={part}>
                <th scope="row">
                  <Mark verdict={count === 0 ? 'holds' : (MARKS[part as keyof typeof MARKS] ?? 'fails')}>
                    {t.parts[part] ?? part}
                  </Mark>
                </th>
                <td className="num">
                  <Door to="query" query={{ sql: rows }}>
                    {formatOf(count, of)}
                  </Door>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <RunsTrend of="integrity" />
    </section>
  );
}
