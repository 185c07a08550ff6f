import type { Comparison } from './measure.ts';

const HEADER = [
  'case',
  'size',
  'ours s',
  'baseline',
  'baseline s',
  'ours : baseline',
  'in CPU time',
  'per second',
  'peak MB',
];
const RIGHT = new Set([2, 4, 5, 6, 7, 8]);

const grouped = (value: number) => Math.round(value).toLocaleString('en-US');

function cells(row: Comparison): string[] {
  const about = [row.about, row.note].filter((text) => text !== null).join('; ');
  return [
    row.case,
    `${grouped(row.size)} ${row.unit}${about === '' ? '' : ` (${about})`}`,
    row.seconds.toFixed(2),
    row.baseline,
    row.baseline_seconds === null ? 'not installed' : row.baseline_seconds.toFixed(2),
    row.ratio === null ? '–' : `${row.ratio.toFixed(2)} ×`,
    row.cpu_ratio === null ? '–' : `${row.cpu_ratio.toFixed(2)} ×`,
    grouped(row.size / row.seconds),
    grouped(row.peak_mb),
  ];
}

/** One line a comparison, in columns. */
export function comparisonTable(rows: readonly Comparison[]): string {
  const lines = [HEADER, ...rows.map(cells)];
  const widths = HEADER.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map((line) =>
      line
        .map((text, i) => (RIGHT.has(i) ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
