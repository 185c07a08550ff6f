import type { TrailReport, TrailsReport } from '#shared/model/cloudtrail.ts';
import { type Block, CHAIN_MARKS, counted, grouped, type ReportContent } from './parts.ts';

/** Problems that are printed; data/integrity.json carries all. */
const SHOWN = 200;

/** One line a trail, for the cover. */
export function trailVerdicts(
  trails: ReportContent['trails'],
): { mark: 'holds' | 'fails' | 'not_proven'; text: string }[] {
  return (trails?.trails ?? []).map(({ trail, verdict, digests, log_files }) => ({
    mark: CHAIN_MARKS[verdict] as 'holds' | 'fails' | 'not_proven',
    text: `CloudTrail ${trail}: ${verdict.replace('_', ' ')} (${counted(digests.found, 'digest')}, ${counted(log_files.expected, 'log file')})`,
  }));
}

/** The statement over CloudTrail trails: period covered, files expected, valid, altered, missing, not provable. */
export function trailBlocks(trails: TrailsReport | null | undefined): Block[] {
  if (!trails) return [];
  return [
    { kind: 'heading', level: 1, text: 'CloudTrail log file integrity' },
    ...trails.trails.flatMap(oneTrail),
    {
      kind: 'facts',
      rows: [['Public keys used', trails.keys.length === 0 ? 'none' : trails.keys.join(', ')]],
    },
    ...(trails.unread.length === 0
      ? []
      : [
          {
            kind: 'list',
            items: trails.unread.map(({ file, reason }) => `${file} could not be read: ${reason}`),
          } as const,
        ]),
  ];
}

function oneTrail(report: TrailReport): Block[] {
  const { digests, log_files: logs, problems } = report;
  const shown = problems.slice(0, SHOWN);
  const row = (what: string, figures: readonly number[]) => [what, ...figures.map(grouped)];
  return [
    { kind: 'heading', level: 2, text: report.trail },
    { kind: 'verdict', mark: CHAIN_MARKS[report.verdict], text: report.verdict.replace('_', ' ') },
    { kind: 'list', items: [...report.statement, ...report.warnings] },
    {
      kind: 'table',
      columns: [
        { header: '', share: 0.25 },
        { header: 'Expected', share: 0.15, align: 'right' },
        { header: 'Valid', share: 0.15, align: 'right' },
        { header: 'Altered', share: 0.15, align: 'right' },
        { header: 'Missing', share: 0.15, align: 'right' },
        { header: 'Not provable', share: 0.15, align: 'right' },
      ],
      rows: [
        row('Digests', [
          digests.found + digests.missing,
          digests.valid,
          digests.altered,
          digests.missing,
          digests.not_proven,
        ]),
        row('Log files', [logs.expected, logs.valid, logs.altered, logs.missing, logs.not_proven]),
      ],
    },
    ...(shown.length === 0
      ? []
      : [
          {
            kind: 'table',
            columns: [
              { header: 'What', share: 0.16 },
              { header: 'File or time', share: 0.42, mono: true },
              { header: 'Detail', share: 0.42 },
            ],
            rows: shown.map(({ kind, object, detail, from, to }) => [
              kind.replaceAll('_', ' '),
              object ?? `${from ?? ''} – ${to ?? ''}`,
              detail,
            ]),
          } as const,
        ]),
    ...(problems.length > SHOWN
      ? [
          {
            kind: 'paragraph',
            tone: 'quiet',
            text: `${grouped(SHOWN)} of ${grouped(problems.length)} are shown; data/integrity.json lists all.`,
          } as const,
        ]
      : []),
  ];
}
