import { type Block, counted, grouped, type ReportContent } from './parts.ts';

const TESTS = [
  { procedure: 'trail.retention-locked', noun: 'event' },
  { procedure: 'retention.objects-locked', noun: 'log object' },
] as const;

const WORDS: readonly (readonly [string, string])[] = [
  ['not_locked', 'no stored copy is known'],
  ['no_mode', 'stored without a lock'],
  ['governance_mode', 'locked in the mode GOVERNANCE, which those with a special permission can lift'],
  ['retention_too_short', 'locked for less than the time of keeping'],
  ['retention_unknown', 'locked, with a time that is not stated'],
];

/** What the listings of locks show of retention, in the words of a statement; nothing where it was not tested. */
export function retentionBlocks({ runs, findings }: ReportContent): Block[] {
  const items = TESTS.flatMap(({ procedure, noun }) => {
    const run = runs.find(
      (candidate) => candidate.procedure === procedure && candidate.status === 'completed',
    );
    if (run === undefined || !run.population) return [];
    const own = findings.filter((finding) => finding.procedure === procedure);
    const years = String((run.params as Record<string, unknown> | null)?.['years'] ?? '');
    const faults = WORDS.map(
      ([reason, words]) => [own.filter((finding) => finding.reason_code === reason).length, words] as const,
    )
      .filter(([count]) => count > 0)
      .map(([count, words]) => `${grouped(count)} ${words}`);
    const failing = new Set(own.map(({ subject_id }) => subject_id)).size;
    return [
      `${counted(run.population, noun)} against ${years} calendar years: ${grouped(run.population - failing)} locked for everybody and long enough${faults.length === 0 ? '' : `; ${faults.join('; ')}`}.`,
    ];
  });
  if (items.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: 'Retention of the logs' },
    {
      kind: 'list',
      items: [
        ...items,
        'Only the mode COMPLIANCE binds administrators too. A listing shows the locks of what is there, not what was deleted before it was made.',
      ],
    },
  ];
}
