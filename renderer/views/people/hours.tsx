import { useEngagement } from '../../app/engagement.ts';
import { formatAddress, go, useAddress } from '../../app/places.ts';
import { useSmall } from '../../app/rows.ts';
import { Door } from '../../components/door.tsx';
import { MissingSource } from '../../components/missing-source.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Picture } from '../../components/picture.tsx';
import { formatCount } from '../../data/format.ts';
import { peopleWords as t } from '../../strings/people.ts';
import { type LogUse, hourRowsSql, hoursSql } from './sql.ts';

const SIDE = { x: 32, y: 26 };
const LABEL = 84;
const STEPS = 4;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const USES: readonly LogUse[] = ['all', 'failed', 'findings'];

const two = (n: number): string => String(n).padStart(2, '0');

/** When systems are used: weekday × hour in the engagement's zone, darkest where most happened. */
export function Hours() {
  const { query } = useAddress();
  const { timezone } = useEngagement();
  const use = USES.find((one) => one === query['only']) ?? 'all';
  const { value, error, pending } = useSmall(hoursSql(timezone, use));
  const counts = new Map(
    (value?.rows ?? []).map(([day, hour, count]) => [`${Number(day)} ${Number(hour)}`, Number(count)]),
  );
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return (
    <div className="section">
      {(use !== 'all' || total > 0) && (
        <div className="row-line">
          <select
            className="input"
            aria-label={t.whichUse}
            value={use}
            onChange={({ target }) =>
              go('people', { view: 'hours', ...(target.value === 'all' ? {} : { only: target.value }) })
            }
          >
            {USES.map((one) => (
              <option key={one} value={one}>
                {t.hourUses[one]}
              </option>
            ))}
          </select>
          <span className="muted">{t.hoursIn(timezone)}</span>
        </div>
      )}
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={t.hoursTitle.toLowerCase()} />}
      {value && total === 0 && use !== 'all' && <p>{t.noneOfUse}</p>}
      {value && total === 0 && use === 'all' && <MissingSource title={t.noLogs} help={t.noLogsHelp} />}
      {value && total > 0 && <Drawn counts={counts} use={use} total={total} />}
    </div>
  );
}

function Drawn({ counts, use, total }: { counts: ReadonlyMap<string, number>; use: LogUse; total: number }) {
  const { timezone } = useEngagement();
  const most = Math.max(1, ...counts.values());
  const at = (day: number, hour: number): number => counts.get(`${day} ${hour}`) ?? 0;
  const sql = (day: number, hour: number): string => hourRowsSql(timezone, use, day, hour);
  return (
    <>
      <p>{t.hoursSum(formatCount(total), formatCount(most))}</p>
      <Picture
        name={t.hoursOf[use]}
        width={LABEL + HOURS.length * SIDE.x + 4}
        height={t.weekdays.length * SIDE.y + 23}
        table={
          <>
            <thead>
              <tr>
                <th scope="col">{t.weekday}</th>
                {HOURS.map((hour) => (
                  <th key={hour} scope="col" className="num">
                    {two(hour)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {t.weekdays.map((name, i) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {HOURS.map((hour) => (
                    <td key={hour} className="num">
                      {at(i + 1, hour) === 0 ? (
                        '0'
                      ) : (
                        <Door to="query" query={{ sql: sql(i + 1, hour) }}>
                          {formatCount(at(i + 1, hour))}
                        </Door>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </>
        }
      >
        {t.weekdays.map((name, i) => (
          <g key={name}>
            <text x={LABEL - 8} y={i * SIDE.y + 17} className="under" textAnchor="end">
              {name}
            </text>
            {HOURS.map((hour) => {
              const count = at(i + 1, hour);
              // By the root: few entries at night must not vanish beside the working day.
              const step = count === 0 ? 0 : Math.ceil(Math.sqrt(count / most) * STEPS);
              return (
                <a key={hour} href={formatAddress('query', { sql: sql(i + 1, hour) })} tabIndex={-1}>
                  <title>{t.hourCell(name, two(hour), formatCount(count))}</title>
                  <rect
                    className={`cell heat-${step}`}
                    x={LABEL + hour * SIDE.x}
                    y={i * SIDE.y}
                    width={SIDE.x - 2}
                    height={SIDE.y - 2}
                  />
                </a>
              );
            })}
          </g>
        ))}
        {HOURS.map((hour) => (
          <text
            key={hour}
            className="under"
            x={LABEL + hour * SIDE.x + (SIDE.x - 2) / 2}
            y={t.weekdays.length * SIDE.y + 14}
            textAnchor="middle"
          >
            {two(hour)}
          </text>
        ))}
      </Picture>
    </>
  );
}
