import { rgb, type PDFPage } from '@cantoo/pdf-lib';
import type { VerdictMark } from '#shared/model/vocabulary.ts';

const COLORS = {
  holds: rgb(0.1, 0.42, 0.2),
  fails: rgb(0.66, 0.1, 0.1),
  not_proven: rgb(0.55, 0.38, 0.02),
  not_run: rgb(0.42, 0.4, 0.36),
  missing: rgb(0.55, 0.38, 0.02),
} as const;

/** The mark in words: what a reader searches for, hears or copies. */
export const MARK_WORDS: Readonly<Record<VerdictMark, string>> = {
  holds: 'holds',
  fails: 'does not hold',
  not_proven: 'not proven',
  not_run: 'not run',
  missing: 'input missing',
};

/** A verdict mark as a shape in a square of `size` points: told apart without colour. `y` is the lower edge. */
export function drawMark(page: PDFPage, mark: VerdictMark, x: number, y: number, size: number): void {
  const color = COLORS[mark];
  const line = (x1: number, y1: number, x2: number, y2: number) =>
    page.drawLine({
      start: { x: x + x1 * size, y: y + y1 * size },
      end: { x: x + x2 * size, y: y + y2 * size },
      thickness: size * 0.14,
      color,
    });
  if (mark === 'holds') {
    line(0.1, 0.45, 0.38, 0.15);
    line(0.36, 0.15, 0.9, 0.85);
  } else if (mark === 'fails') {
    line(0.15, 0.15, 0.85, 0.85);
    line(0.15, 0.85, 0.85, 0.15);
  } else if (mark === 'not_proven') {
    page.drawCircle({
      x: x + size / 2,
      y: y + size / 2,
      size: size * 0.4,
      borderColor: color,
      borderWidth: size * 0.1,
    });
    const radius = size * 0.4;
    page.drawSvgPath(`M 0 ${-radius} A ${radius} ${radius} 0 0 0 0 ${radius} Z`, {
      x: x + size / 2,
      y: y + size / 2,
      color,
    });
  } else if (mark === 'not_run') {
    line(0.15, 0.5, 0.85, 0.5);
  } else {
    line(0.5, 0.95, 0.5, 0.4);
    page.drawCircle({ x: x + size / 2, y: y + size * 0.14, size: size * 0.09, color });
  }
}
