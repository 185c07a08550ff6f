import { formatAddress } from '../../../app/places.ts';
import { fitLabel } from '../../../components/fit-text.ts';
import { Picture } from '../../../components/picture.tsx';
import { formatCount } from '../../../data/format.ts';
import { chartWords as t } from '../../../strings/chart.ts';
import { FigureTable } from './figure-table.tsx';
import type { Drawn } from './drawn.ts';
import { numberScale } from './scale.ts';

const LABEL = 210;
const PLOT = 460;
const VALUE = 110;
const LINE = 24;

/** Lying bars, each with its label and its figure. */
export function BarPicture(drawn: Drawn) {
  const { name, upward, figures } = drawn;
  const { low, high } = numberScale(
    figures.map(({ figure }) => figure),
    true,
  );
  const x = (value: number): number => LABEL + ((value - low) / (high - low)) * PLOT;
  return (
    <Picture
      name={name}
      width={LABEL + PLOT + VALUE}
      height={figures.length * LINE + 26}
      table={<FigureTable {...drawn} />}
    >
      {figures.map(({ label, figure, sql }, row) => (
        <a key={label ?? t.missing} href={formatAddress('query', { sql })} tabIndex={-1}>
          <title>{`${label ?? t.missing}: ${formatCount(figure)}`}</title>
          <text className="label" x={LABEL - 8} y={row * LINE + 16} textAnchor="end">
            {fitLabel(label === '' ? '""' : (label ?? t.missing), LABEL - 12)}
          </text>
          <rect
            className="bar"
            x={Math.min(x(0), x(figure))}
            y={row * LINE + 3}
            width={Math.max(1, Math.abs(x(figure) - x(0)))}
            height={LINE - 6}
          />
          <text className="under" x={Math.max(x(0), x(figure)) + 6} y={row * LINE + 16}>
            {formatCount(figure)}
          </text>
        </a>
      ))}
      <path className="axis" d={`M${x(0)} 0V${figures.length * LINE}`} />
      <text className="under" x={LABEL} y={figures.length * LINE + 18}>
        {upward}
      </text>
    </Picture>
  );
}
