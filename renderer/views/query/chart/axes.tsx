import type { Scale } from './scale.ts';

export const WIDTH = 780;
export const HEIGHT = 330;
/** A digit of the figures at the left. */
const DIGIT = 7;
const RIGHT = 16;
const TOP = 26;
const FOOT = 44;

export interface Scales {
  x: Scale;
  y: Scale;
}

/** Room for the longest figure at the left. */
function leftOf({ y }: Scales): number {
  return 16 + DIGIT * Math.max(4, ...y.ticks.map(({ label }) => label.length));
}

/** From values to pixels. */
export function placing(scales: Scales): { x: (value: number) => number; y: (value: number) => number } {
  const { x, y } = scales;
  const left = leftOf(scales);
  const round = (n: number): number => Math.round(n * 10) / 10;
  return {
    x: (value) => round(left + ((value - x.low) / (x.high - x.low)) * (WIDTH - left - RIGHT)),
    y: (value) => round(HEIGHT - FOOT - ((value - y.low) / (y.high - y.low)) * (HEIGHT - TOP - FOOT)),
  };
}

/** Ruled lines, figures at the left and below, and what they count. */
export function Axes({ scales, across, upward }: { scales: Scales; across: string; upward: string }) {
  const at = placing(scales);
  const left = leftOf(scales);
  return (
    <>
      {scales.y.ticks.map(({ at: value, label }) => (
        <g key={value}>
          <path className="rule" d={`M${left} ${at.y(value)}H${WIDTH - RIGHT}`} />
          <text className="under" x={left - 8} y={at.y(value) + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {scales.x.ticks.map(({ at: value, label }) => (
        <g key={value}>
          <path className="rule" d={`M${at.x(value)} ${HEIGHT - FOOT}v5`} />
          <text className="under" x={at.x(value)} y={HEIGHT - FOOT + 18} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      <text className="label" x={left} y={14}>
        {upward}
      </text>
      <text className="label" x={(left + WIDTH) / 2} y={HEIGHT - 6} textAnchor="middle">
        {across}
      </text>
    </>
  );
}
