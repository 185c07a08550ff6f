import { useSmall } from '../../../app/rows.ts';
import { ErrorNote, Waiting } from '../../../components/notes.tsx';
import { Picture } from '../../../components/picture.tsx';
import { formatCount } from '../../../data/format.ts';
import type { Column } from '../../../data/rows.ts';
import { chartWords as t } from '../../../strings/chart.ts';
import { Axes, HEIGHT, WIDTH, placing } from './axes.tsx';
import { type ChartSpec, isScaled } from './chart-spec.ts';
import { MOST_POINTS, pointsSql } from './chart-sql.ts';
import { axisName } from './drawn.ts';
import { numberScale, timeScale } from './scale.ts';

/** Rows listed under the picture; the statement has them all. */
const LISTED = 200;

/** A point a row; of many rows every nth, which is said. */
export function Points({
  sql,
  columns,
  spec,
  zone,
}: {
  sql: string;
  columns: readonly Column[];
  spec: ChartSpec;
  zone: string;
}) {
  const [x, y] = [columns[spec.x], columns[spec.y]];
  const fits = isScaled(x?.kind) && isScaled(y?.kind);
  if (!x || !y || !fits) return <p className="muted">{t.noNumbers}</p>;
  return <Drawn sql={pointsSql(sql, columns, spec, zone)} x={x} y={y} zone={zone} />;
}

function Drawn({ sql, x, y, zone }: { sql: string; x: Column; y: Column; zone: string }) {
  const { value, error } = useSmall(sql, MOST_POINTS);
  if (error) return <ErrorNote error={error} />;
  if (!value) return <Waiting what={t.drawing} />;
  const points = value.rows.flatMap(([a, b]) =>
    a === null || b === null || !Number.isFinite(Number(a)) || !Number.isFinite(Number(b))
      ? []
      : [{ x: Number(a), y: Number(b) }],
  );
  const [first] = value.rows;
  const nth = Number(first?.[3] ?? 1);
  const blank = value.rows.length - points.length;
  if (points.length === 0) return <p className="muted">{t.noFigures}</p>;
  const scaleOf = (column: Column, values: number[]) =>
    column.kind === 'number' ? numberScale(values, false) : timeScale(values);
  const scales = {
    x: scaleOf(
      x,
      points.map((point) => point.x),
    ),
    y: scaleOf(
      y,
      points.map((point) => point.y),
    ),
  };
  const at = placing(scales);
  const read = (column: Column, n: number): string =>
    column.kind === 'number' ? formatCount(n) : new Date(n).toISOString().slice(0, 19).replace('T', ' ');
  return (
    <>
      {nth > 1 && <p className="notice">{t.thinned(nth, formatCount(Number(first?.[2] ?? 0)))}</p>}
      {blank > 0 && <p className="notice">{t.blank(formatCount(blank))}</p>}
      <Picture
        name={t.points(x.name, y.name)}
        width={WIDTH}
        height={HEIGHT}
        table={
          <>
            <thead>
              <tr>
                <th scope="col" className="num">
                  {axisName(x, zone)}
                </th>
                <th scope="col" className="num">
                  {axisName(y, zone)}
                </th>
              </tr>
            </thead>
            <tbody>
              {points.slice(0, LISTED).map((point, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: points have no id of their own
                <tr key={i}>
                  <td className="num">{read(x, point.x)}</td>
                  <td className="num">{read(y, point.y)}</td>
                </tr>
              ))}
            </tbody>
            {points.length > LISTED && (
              <tfoot>
                <tr>
                  <td colSpan={2}>{t.listed(formatCount(LISTED), formatCount(points.length))}</td>
                </tr>
              </tfoot>
            )}
          </>
        }
      >
        <Axes scales={scales} across={axisName(x, zone)} upward={axisName(y, zone)} />
        {/* One path for all of them: thousands of elements would stall the page. */}
        <path className="dots" d={points.map((point) => `M${at.x(point.x)} ${at.y(point.y)}h0`).join('')} />
      </Picture>
    </>
  );
}
