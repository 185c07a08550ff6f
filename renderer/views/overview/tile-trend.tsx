import type { Params } from '#shared/contract/methods.ts';
import { useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Door } from '../../components/door.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Picture } from '../../components/picture.tsx';
import { formatCount, formatOf, plural } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { trendWords as t } from '../../strings/trends.ts';
import { type Line, linesOf, type Trend, type TrendPoint } from './trend-lines.ts';

type Of = Params<'overview.trend'>['of'];

/** What the runs before found of the same: known at once, since they are recorded. */
export function RunsTrend({ of }: { of: 'findings' | 'integrity' }) {
  const { value, error } = useAsk('overview.trend', { of });
  return (
    <div className="tile-trend">
      <h3>{t.titles[of]}</h3>
      {error && <ErrorNote error={error} />}
      {value && <Shown of={of} trend={value} />}
    </div>
  );
}

/** Worked out only when asked for: each snapshot is a question of its own. */
export function CompletenessTrend() {
  const [trend, setTrend] = useState<Trend | null>(null);
  const { busy, error, run } = useAct();
  const compute = async (): Promise<void> => {
    const made = await run(
      'overview.trend',
      { of: 'completeness' },
      {
        title: t.job,
        outcome: ({ points }) => t.done(plural(points.length, t.snapshot)),
        cancelled: t.cancelled,
        readOnly: true,
      },
    );
    if (made) setTrend(made);
  };
  return (
    <div className="tile-trend">
      <h3>{t.titles.completeness}</h3>
      {trend === null && (
        <div className="row-line wrap">
          <button type="button" className="button small" disabled={busy} onClick={() => void compute()}>
            {t.ask}
          </button>
          <span className="muted">{t.askHelp}</span>
        </div>
      )}
      {error && <ErrorNote error={error} />}
      {trend && <Shown of="completeness" trend={trend} />}
    </div>
  );
}

/** Drawn from two points on; one is told in words, and so is what has to be brought for any. */
function Shown({ of, trend: { points, earlier, lacking } }: { of: Of; trend: Trend }) {
  const { timezone } = useEngagement();
  const [only] = points;
  if (only === undefined) return <p className="muted">{lacking && t.lacking[lacking]}</p>;
  if (points.length === 1) return <p className="muted">{alone(only, timezone)}</p>;
  return (
    <>
      <Drawn of={of} points={points} zone={timezone} />
      {earlier > 0 && <p className="muted">{t.earlier(plural(earlier, t.earlierPoint[of]))}</p>}
    </>
  );
}

function alone(point: TrendPoint, zone: string): string {
  const name = nameOf(point, zone);
  if (point.kind !== 'snapshot') return t.oneRun(name);
  const told = point.parts.map(({ part, count, of }) => t.ofPart(t.parts[part] ?? part, formatOf(count, of)));
  return t.oneSnapshot(name, told);
}

function nameOf({ kind, name, at }: TrendPoint, zone: string): string {
  if (kind === 'period') return t.period(name);
  return kind === 'run' ? t.run(name, at === null ? null : formatMoment(at, zone)) : formatMoment(name, zone);
}

/** As wide as the narrowest column of the overview. */
const WIDTH = 300;
const TEXT = 18;
const PANEL = 44;

function Drawn({ of, points, zone }: { of: Of; points: readonly TrendPoint[]; zone: string }) {
  const lines = linesOf(points);
  return (
    <Picture
      name={t.names[of]}
      width={WIDTH}
      height={lines.length * PANEL}
      table={<Figures of={of} points={points} lines={lines} zone={zone} />}
    >
      {lines.map((line, row) => (
        <Panel key={line.part} line={line} points={points} top={row * PANEL} zone={zone} />
      ))}
    </Picture>
  );
}

/** The name of a part and its latest figures, and its line below them. */
function Panel({
  line: { part, counts, low, high },
  points,
  top,
  zone,
}: {
  line: Line;
  points: readonly TrendPoint[];
  top: number;
  zone: string;
}) {
  const x = (at: number): number => 4 + (at / (points.length - 1)) * (WIDTH - 8);
  const y = (count: number): number => top + PANEL - 6 - ((count - low) / (high - low)) * (PANEL - TEXT - 12);
  const label = t.parts[part] ?? part;
  const path = counts
    .map((count, at) =>
      count === null ? '' : `${(counts[at - 1] ?? null) === null ? 'M' : 'L'}${x(at)} ${y(count)}`,
    )
    .join('');
  return (
    <g>
      <text className="label" x={0} y={top + 13}>
        {label}
      </text>
      <text className="label" x={WIDTH} y={top + 13} textAnchor="end">
        {figuresOf(points.at(-1)!, part)}
      </text>
      <path className="line" d={path} />
      {counts.map((count, at) => {
        const point = points[at]!;
        return count === null ? null : (
          <circle key={point.name} className="point" cx={x(at)} cy={y(count)} r={3}>
            <title>{t.point(nameOf(point, zone), label, figuresOf(point, part))}</title>
          </circle>
        );
      })}
    </g>
  );
}

function figuresOf({ parts }: TrendPoint, part: string): string {
  const found = parts.find((one) => one.part === part);
  return found === undefined ? '–' : formatOf(found.count, found.of);
}

function Figures({
  of,
  points,
  lines,
  zone,
}: {
  of: Of;
  points: readonly TrendPoint[];
  lines: readonly Line[];
  zone: string;
}) {
  const tests = points.some(({ procedures }) => procedures !== null);
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{t.points[of]}</th>
          {tests && (
            <th scope="col" className="num">
              {t.tests}
            </th>
          )}
          {lines.map(({ part }) => (
            <th key={part} scope="col" className="num">
              {t.parts[part] ?? part}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.name}>
            <th scope="row">{nameOf(point, zone)}</th>
            {tests && (
              <td className="num">{point.procedures === null ? '–' : formatCount(point.procedures)}</td>
            )}
            {lines.map(({ part }) => {
              const found = point.parts.find((one) => one.part === part);
              return (
                <td key={part} className="num">
                  {found && (
                    <Door to="query" query={{ sql: found.rows }}>
                      {formatOf(found.count, found.of)}
                    </Door>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </>
  );
}
