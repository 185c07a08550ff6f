import { listFrameworks } from '#engine/frameworks/index.ts';
import { SHIPPED } from '#engine/runner/index.ts';
import { type Block, grouped, procedureOf, type ReportContent, runVerdict } from './parts.ts';

/** Requirement → procedures → what came of them. */
export function frameworkBlocks(content: ReportContent): Block[] {
  const { runs } = content;
  const verdicts = new Map(runs.map((run) => [run.procedure, runVerdict(run)]));
  return [
    { kind: 'heading', level: 1, text: 'Requirements served' },
    {
      kind: 'paragraph',
      text: 'Which procedures bear on which requirement, and what they showed. A mapping is our reading; it is no statement of compliance.',
    },
    ...listFrameworks().flatMap((framework): Block[] => [
      { kind: 'heading', level: 2, text: framework.name },
      {
        kind: 'table',
        columns: [
          { header: 'Requirement', share: 0.18 },
          { header: 'In our words', share: 0.4 },
          { header: 'Procedures, failing of population', share: 0.42 },
        ],
        rows: framework.requirements.map(({ id, summary, procedures }) => [
          id,
          summary,
          [...procedures, ...(content.procedures ?? SHIPPED).serving(framework.id, id)]
            .map((procedure) => `${procedure} (${verdicts.get(procedure)?.short ?? 'not in this build'})`)
            .join('\n'),
        ]),
      },
    ]),
  ];
}

/** The statements themselves, so that a reader can follow each test. */
export function appendixBlocks(content: ReportContent): Block[] {
  const { runs } = content;
  const made = runs.filter((run) => run.status !== 'not_run');
  if (made.length === 0) return [];
  return [
    { kind: 'page' },
    { kind: 'heading', level: 1, text: 'Appendix: the tests as they were run' },
    {
      kind: 'paragraph',
      text: 'Tables and shared questions are defined in data/procedures/canonical.sql. Digests are SHA-256 over the text of a procedure and its population query.',
    },
    ...made.flatMap((run): Block[] => {
      const { sql, source } = procedureOf(content, run);
      const parameters = Object.entries((run.params ?? {}) as Record<string, unknown>).map(
        ([name, value]) => `${name} = ${String(value)}`,
      );
      return [
        { kind: 'heading', level: 2, text: run.procedure },
        {
          kind: 'facts',
          rows: [
            ['Version', String(run.version)],
            ['Digest', run.digest],
            ['Parameters', parameters.length === 0 ? 'none' : parameters.join(', ')],
            ...(sql === null
              ? [
                  [
                    'Program',
                    `${grouped(source.trim().split('\n').length)} lines, in data/procedures/${run.procedure}/procedure.ts`,
                  ] as const,
                ]
              : []),
          ],
        },
        ...(sql === null ? [] : [{ kind: 'code', title: 'SQL', text: sql.trim() } as const]),
      ];
    }),
  ];
}
