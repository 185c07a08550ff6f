import { Door } from '../../components/door.tsx';
import { Picture } from '../../components/picture.tsx';
import { formatCount } from '../../data/format.ts';
import { pictureWords as t } from '../../strings/pictures.ts';
import { share } from './coverage.ts';
import { type Series, type TrendPoint, seriesOf } from './trend.ts';

const LABEL = 196;
const PLOT = 560;
const VALUE = 70;
const PANEL = 74;
const GAP = 16;

/** Three lines one below the other, each with its first and last value beside it. */
export function TrendPicture({ points }: { points: readonly TrendPoint[] }) {
  const series = seriesOf(points);
  const x = (i: number): number => LABEL + 6 + (i / Math.max(1, points.length - 1)) * (PLOT - 12);
  const foot = series.length * (PANEL + GAP);
  return (
    <Picture
      name={t.trendOf}
      width={LABEL + PLOT + VALUE}
      height={foot + 18}
      table={<Days points={points} series={series} />}
    >
      {series.map((one, row) => (
        <Panel key={one.part} series={one} points={points} top={row * (PANEL + GAP)} x={x} />
      ))}
      {points.map(({ day }, i) =>
        i % 3 === 0 || i === points.length - 1 ? (
          <text key={day} className="under" x={x(i)} y={foot + 10} textAnchor="middle">
            {day.slice(0, 7)}
          </text>
        ) : null,
      )}
    </Picture>
  );
}

function Panel({
  series: { part, shares, counts, low, high },
  points,
  top,
  x,
}: {
  series: Series;
  points: readonly TrendPoint[];
  top: number;
  x: (i: number) => number;
}) {
  const y = (percent: number): number => top + PANEL - 6 - ((percent - low) / (high - low)) * (PANEL - 18);
  const last = shares.findLastIndex((value) => value !== null);
  const at = (i: number): string => share(counts[i] ?? 0, points[i]?.grants ?? 0);
  return (
    <g>
      <path className="rule" d={`M${LABEL} ${y(low)}h${PLOT}M${LABEL} ${y(high)}h${PLOT}`} />
      <text className="label" x={0} y={top + 22}>
        {t.parts[part]}
      </text>
      <text className="under" x={LABEL - 8} y={y(high) + 4} textAnchor="end">
        {`${high}\u00a0%`}
      </text>
      <text className="under" x={LABEL - 8} y={y(low) + 4} textAnchor="end">
        {`${low}\u00a0%`}
      </text>
      <path className="line" d={lineOf(shares, x, y)} />
      {shares.map((value, i) =>
        value === null ? null : (
          <circle key={points[i]?.day} className="point" cx={x(i)} cy={y(value)} r={3}>
            <title>
              {t.trendPoint(
                points[i]?.day ?? '',
                t.parts[part] ?? part,
                at(i),
                formatCount(counts[i] ?? 0),
                formatCount(points[i]?.grants ?? 0),
              )}
            </title>
          </circle>
        ),
      )}
      {last >= 0 && (
        <text className="label" x={x(last) + 10} y={y(shares[last] ?? low) + 4}>
          {at(last)}
        </text>
      )}
    </g>
  );
}

/** A line through the known points; it breaks where nothing is known. */
function lineOf(
  shares: readonly (number | null)[],
  x: (i: number) => number,
  y: (percent: number) => number,
): string {
  return shares
    .map((value, i) =>
      value === null ? '' : `${(shares[i - 1] ?? null) === null ? 'M' : 'L'}${x(i)} ${y(value)}`,
    )
    .join('');
}

function Days({ points, series }: { points: readonly TrendPoint[]; series: readonly Series[] }) {
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{t.day}</th>
          <th scope="col" className="num">
            {t.grants}
          </th>
          {series.map(({ part }) => (
            <th key={part} scope="col" className="num">
              {t.parts[part]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map(({ day, grants }, i) => (
          <tr key={day}>
            <th scope="row">
              <Door to="reports" query={{ report: 'coverage', as_of: day }}>
                {day}
              </Door>
            </th>
            <td className="num">{grants === 0 ? t.noData : formatCount(grants)}</td>
            {series.map(({ part, counts }) => (
              <td key={part} className="num">
                {grants === 0 ? '–' : `${formatCount(counts[i] ?? 0)} (${share(counts[i] ?? 0, grants)})`}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </>
  );
}
