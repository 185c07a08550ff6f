import { useSmall } from '../../../app/rows.ts';
import { ErrorNote, Waiting } from '../../../components/notes.tsx';
import { formatCount } from '../../../data/format.ts';
import type { Column } from '../../../data/rows.ts';
import { chartWords as t } from '../../../strings/chart.ts';
import { BarPicture } from './bar-picture.tsx';
import { type ChartSpec, isScaled } from './chart-spec.ts';
import { MOST_LINE, behindSql, figuresSql } from './chart-sql.ts';
import { type Drawn, axisName } from './drawn.ts';
import { LinePicture } from './line-picture.tsx';

/** Bars or a line, with what of the result is not in the picture. */
export function Figures({
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
  const { value, error } = useSmall(figuresSql(sql, columns, spec, zone), MOST_LINE);
  if (error) return <ErrorNote error={error} />;
  if (!value) return <Waiting what={t.drawing} />;
  const read = value.rows.map(([label, place, figure]) => ({
    label: label === null ? null : String(label),
    place: place === null ? null : Number(place),
    figure: figure === null ? null : Number(figure),
  }));
  const onScale = isScaled(columns[spec.x]?.kind);
  const usable = read.filter(
    ({ place, figure }) =>
      figure !== null &&
      Number.isFinite(figure) &&
      (spec.kind === 'bar' || (place !== null && Number.isFinite(place))),
  );
  const groups = Number(value.rows[0]?.[3] ?? 0);
  const column = columns[spec.x];
  const across = column?.name ?? '';
  const upward =
    spec.measure === 'count'
      ? t.countOf
      : t.measured(t.measures[spec.measure] ?? spec.measure, columns[spec.y]?.name ?? '');
  const drawn: Drawn = {
    name: t.named(upward, across),
    across: column ? axisName(column, zone) : '',
    upward,
    time: columns[spec.x]?.kind !== 'number',
    figures: usable.map(({ label, place, figure }) => ({
      label,
      place,
      figure: figure!,
      sql: behindSql(sql, columns, spec, zone, label),
    })),
  };
  const blank = read.length - usable.length;
  return (
    <>
      {groups > read.length && (
        <p className="notice">
          {(onScale ? t.cutFirst : t.cut)(formatCount(read.length), formatCount(groups))}
        </p>
      )}
      {blank > 0 && <p className="notice">{t.blank(formatCount(blank))}</p>}
      {usable.length === 0 ? (
        <p className="muted">{t.noFigures}</p>
      ) : spec.kind === 'bar' ? (
        <BarPicture {...drawn} />
      ) : (
        <LinePicture {...drawn} />
      )}
    </>
  );
}
