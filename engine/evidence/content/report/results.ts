import type { ReportModel } from '#shared/contract/schemas.ts';
import { type Block, grouped } from './parts.ts';
import { coverageTrend, driftTrend } from './trend.ts';

/** Lines of a report that are printed; lists of single grants go on for thousands. */
const SHOWN_LINES = 90;

/** Reports as they read on the terminal; the shares of coverage also as bars, incidents and months also as lines. */
export function resultBlocks(reports: readonly ReportModel[], period: { from: string; to: string }): Block[] {
  return reports.flatMap((report): Block[] => {
    const total = report.sections.reduce((sum, { lines }) => sum + lines.length, 0);
    return [
      { kind: 'heading', level: 1, text: report.title },
      ...(report.report === 'coverage' ? [coverageBars(report)] : []),
      ...(report.report === 'drift-remediation' ? driftTrend(report, period) : []),
      ...(report.report === 'metrics' ? coverageTrend(report) : []),
      ...sectionBlocks(report),
      ...(total > SHOWN_LINES
        ? [
            {
              kind: 'paragraph',
              text: `${grouped(SHOWN_LINES)} of ${grouped(total)} lines are printed; data/reports/${report.report}.json has all of them, and the findings below name each subject.`,
            } as const,
          ]
        : []),
      ...report.notes.map((text): Block => ({ kind: 'paragraph', tone: 'quiet', text })),
    ];
  });
}

function sectionBlocks(report: ReportModel): Block[] {
  let left = SHOWN_LINES;
  return report.sections.flatMap(({ heading, lines }): Block[] => {
    const shown = lines.slice(0, left);
    if (lines.length > 0 && shown.length === 0) return [];
    left -= shown.length;
    return [
      ...(heading === '' ? [] : [{ kind: 'heading', level: 2, text: heading } as const]),
      ...(shown.length === 0 ? [] : [{ kind: 'facts', rows: shown.map(fact) } as const]),
    ];
  });
}

function fact({
  label,
  value,
  note,
  depth = 1,
}: ReportModel['sections'][number]['lines'][number]): [string, string] {
  return [
    `${'  '.repeat(Math.max(0, depth - 1))}${label}`,
    note === undefined ? value : `${value} (${note})`,
  ];
}

function coverageBars({ figures }: ReportModel): Block {
  const count = (name: string) => Number(figures[name] ?? 0);
  const total = count('grants');
  const bar = (label: string, name: string) => ({
    label,
    value: `${grouped(count(name))} (${String(figures[`${name}_percent`] ?? 'n/a')}%)`,
    share: total === 0 ? 0 : count(name) / total,
  });
  return {
    kind: 'bars',
    rows: [
      bar('Covered by policy', 'by_policy'),
      bar('Documented exceptions', 'by_exception'),
      bar('Drift', 'drift'),
    ],
  };
}
