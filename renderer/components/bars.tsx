import type { ReactNode } from 'react';
import { formatCount } from '../data/format.ts';
import { words } from '../strings/words.ts';
import { Scroller } from './scroller.tsx';

export interface Bar {
  label: string;
  count: number;
  /** A second figure to compare with, drawn as a line across. */
  expected?: number;
}

const HEIGHT = 64;

/** Small upright bars, each bar's figures on pointing at it, and the same as a table for whoever cannot see them. */
export function Bars({ name, unit, bars }: { name: string; unit: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ count, expected }) => Math.max(count, expected ?? 0)));
  const step = 100 / Math.max(1, bars.length);
  const height = (count: number): number => (count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT));
  return (
    <figure className="bars-figure">
      <svg viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={name}>
        {bars.map(({ label, count, expected }, i) => (
          <g key={label}>
            <title>{`${label}: ${formatCount(count)}`}</title>
            <rect
              x={i * step + step * 0.06}
              width={step * 0.88}
              y={HEIGHT - height(count)}
              height={height(count)}
            />
            {expected !== undefined && (
              <path
                className="expected"
                d={`M${i * step} ${HEIGHT - height(expected)}h${step}`}
                vectorEffect="non-scaling-stroke"
              />
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        <span>{bars[0]?.label}</span>
        <span>{bars.length > 1 ? bars.at(-1)?.label : ''}</span>
      </figcaption>
      <AsTable name={name}>
        <thead>
          <tr>
            <th scope="col">{words.values}</th>
            <th scope="col" className="num">
              {unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ label, count }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="num">{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </AsTable>
    </figure>
  );
}

/** What a picture shows, in figures. */
export function AsTable({ name, children }: { name: string; children: ReactNode }) {
  return (
    <details className="as-table">
      <summary>{words.asTable}</summary>
      <Scroller label={name}>
        <table className="ruled small" aria-label={name}>
          {children}
        </table>
      </Scroller>
    </details>
  );
}
