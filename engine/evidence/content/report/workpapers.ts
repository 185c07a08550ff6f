import type { PackagedFinding } from '../findings.ts';
import type { PackagedWorkpapers } from '../workpapers.ts';
import { type Block, grouped, shortHash } from './parts.ts';

const plain = (word: string | null | undefined) => word?.replaceAll('_', ' ') ?? '–';

function samplingBlocks({ samples }: PackagedWorkpapers): Block[] {
  if (samples.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: 'Sampling' },
    {
      kind: 'paragraph',
      tone: 'quiet',
      text: 'An item is drawn by the SHA-256 of seed and key: anybody can draw the samples again with sha256sum and sort. Items, ranks and results stand in samples.json.',
    },
    ...samples.flatMap(({ sample, evaluation }): Block[] => [
      { kind: 'heading', level: 2, text: `${sample.sample_id}: ${sample.title}` },
      {
        kind: 'facts',
        rows: [
          ['Drawn', `${grouped(sample.items.length)} of ${grouped(sample.count)} items, ${sample.method}`],
          [
            'Seed',
            `${sample.seed} (${sample.seed_by === 'host' ? 'made by the program' : 'given by the auditor'})`,
          ],
          ['Population', shortHash(sample.digest)],
          ['Drawn by', sample.drawn_by],
          ...(evaluation?.attributes ?? []).map(({ attribute, title, statement }): [string, string] => [
            attribute,
            `${title}: ${statement}`,
          ]),
        ],
      },
      ...(evaluation === null
        ? [
            {
              kind: 'paragraph',
              text: 'Drawn without a plan: nothing is projected to the population.',
            } as const,
          ]
        : []),
    ]),
  ];
}

function controlBlocks({ controls }: PackagedWorkpapers): Block[] {
  if (controls.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: 'Control matrix' },
    {
      kind: 'paragraph',
      tone: 'quiet',
      text: 'Controls as the client states them, with what was tested and concluded. A conclusion speaks of the control and the period, not of compliance with any framework.',
    },
    {
      kind: 'table',
      columns: [
        { header: 'Control', share: 0.12 },
        { header: 'Title', share: 0.3 },
        { header: 'Design', share: 0.14 },
        { header: 'Operation', share: 0.16 },
        { header: 'Conclusion', share: 0.28 },
      ],
      rows: controls.map(({ control, design, operation, conclusion }) => [
        control.id,
        control.title,
        plain(design?.result),
        [plain(operation?.result), ...(operation?.samples ?? [])].join(', '),
        conclusion === null
          ? 'none yet'
          : `${[conclusion.conclusion, conclusion.deficiency].filter(Boolean).map(plain).join(', ')}: ${conclusion.reason} (${conclusion.by})`,
      ]),
    },
  ];
}

function conclusionBlocks(findings: readonly PackagedFinding[]): Block[] {
  const written = findings.flatMap(({ id, work }) => (work === undefined ? [] : [{ id, ...work }]));
  if (written.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: 'Conclusions and responses' },
    {
      kind: 'paragraph',
      tone: 'quiet',
      text: `The client decides and answers, the auditor concludes. Nothing was written about ${grouped(findings.length - written.length)} of ${grouped(findings.length)} findings.`,
    },
    {
      kind: 'table',
      columns: [
        { header: 'Finding', share: 0.2, mono: true },
        { header: "Auditor's conclusion", share: 0.28 },
        { header: "Management's response", share: 0.3 },
        { header: 'Notes', share: 0.22 },
      ],
      rows: written.map(({ id, conclusion, response, notes }) => [
        id,
        conclusion === null
          ? '–'
          : [
              [conclusion.conclusion, conclusion.deficiency].filter(Boolean).map(plain).join(', '),
              ...(conclusion.reason === null ? [] : [conclusion.reason]),
            ].join(': ') + ` (${conclusion.by})`,
        response === null
          ? '–'
          : `${response.text} (${[response.owner, response.due && `due ${response.due}`].filter(Boolean).join(', ') || response.by})`,
        notes.map(({ tick_mark, text }) => [tick_mark, text].filter(Boolean).join(' ')).join('; ') || '–',
      ]),
    },
  ];
}

/** Conclusions on findings, samples and the control matrix; nothing where there are none. */
export function workpaperBlocks({
  findings,
  workpapers,
}: {
  findings: readonly PackagedFinding[];
  workpapers?: PackagedWorkpapers;
}): Block[] {
  return [
    ...conclusionBlocks(findings),
    ...(workpapers === undefined ? [] : [...samplingBlocks(workpapers), ...controlBlocks(workpapers)]),
  ];
}
