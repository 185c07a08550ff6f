import type { LineChart } from '../document.ts';
import { ACCENT, PAGE, type PageFlow, QUIET, RULE, WIDTH } from './page-flow.ts';

const HEIGHT_OF_PLOT = 96;
const LEFT = 34;
const SIZE = 7.5;
/** Plot, its labels below and the space around. */
export const CHART_HEIGHT = HEIGHT_OF_PLOT + 34;
const MOST_LABELS = 6;

/** The smallest of 1, 2 or 5 times a power of ten that is at least `value`: the top of the scale. */
export function scaleTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

/** Steps over equal intervals, drawn as paths: one figure with its description, and its numbers in the block after it. */
export function drawLineChart(flow: PageFlow, { points, description }: LineChart): void {
  flow.need(CHART_HEIGHT);
  flow.space(6);
  const [left, bottom] = [PAGE.left + LEFT, flow.y - HEIGHT_OF_PLOT];
  const width = WIDTH - LEFT - 8;
  const top = scaleTop(Math.max(0, ...points.map(({ value }) => value)));
  const step = width / Math.max(1, points.length);
  const x = (i: number) => left + i * step;
  const y = (value: number) => bottom + (value / top) * HEIGHT_OF_PLOT;
  flow.figure(
    description,
    { left: PAGE.left, bottom: bottom - 16, width: WIDTH, height: HEIGHT_OF_PLOT + 22 },
    () => {
      for (const part of [0, 0.5, 1]) {
        const label = String(top * part);
        flow.box(left, y(top * part) - 0.25, width, 0.5, RULE);
        const at = left - 5 - flow.fonts.width(label, 'regular', SIZE);
        flow.textAt(label, at, y(top * part) - 2.6, { size: SIZE, color: QUIET });
      }
      const path = points.flatMap(({ value }, i): [number, number][] => [
        [x(i), y(value)],
        [x(i + 1), y(value)],
      ]);
      flow.polyline(path, 1.4, ACCENT);
      const every = Math.max(1, Math.ceil(points.length / MOST_LABELS));
      points.forEach(({ label }, i) => {
        if (i % every !== 0) return;
        const short = flow.fonts.fit(label, 'regular', SIZE, every * step - 4);
        flow.textAt(short, x(i), bottom - 11, { size: SIZE, color: QUIET });
      });
    },
  );
  flow.space(HEIGHT_OF_PLOT + 24);
}
