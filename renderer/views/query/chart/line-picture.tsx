import { formatAddress } from '../../../app/places.ts';
import { Picture } from '../../../components/picture.tsx';
import { formatCount } from '../../../data/format.ts';
import { Axes, HEIGHT, WIDTH, placing } from './axes.tsx';
import { FigureTable } from './figure-table.tsx';
import type { Drawn } from './drawn.ts';
import { numberScale, timeScale } from './scale.ts';

/** More of them would run into one another. */
const DOTS = 120;

/** A line through the figures in the order of the scale. */
export function LinePicture(drawn: Drawn) {
  const { name, across, upward, time, figures } = drawn;
  const places = figures.map(({ place }) => place ?? 0);
  const scales = {
    x: time ? timeScale(places) : numberScale(places, false),
    y: numberScale(
      figures.map(({ figure }) => figure),
      true,
    ),
  };
  const at = placing(scales);
  const line = figures.map(
    ({ place, figure }, i) => `${i === 0 ? 'M' : 'L'}${at.x(place ?? 0)} ${at.y(figure)}`,
  );
  return (
    <Picture name={name} width={WIDTH} height={HEIGHT} table={<FigureTable {...drawn} />}>
      <Axes scales={scales} across={across} upward={upward} />
      <path className="line" d={line.join('')} />
      {figures.length <= DOTS &&
        figures.map(({ label, place, figure, sql }) => (
          <a key={label} href={formatAddress('query', { sql })} tabIndex={-1}>
            <title>{`${label}: ${formatCount(figure)}`}</title>
            <circle className="point" cx={at.x(place ?? 0)} cy={at.y(figure)} r={3.5} />
          </a>
        ))}
    </Picture>
  );
}
