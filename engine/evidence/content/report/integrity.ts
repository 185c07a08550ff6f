import { type Block, CHAIN_MARKS, counted, grouped, type ReportContent } from './parts.ts';
import { trailBlocks } from './trails.ts';

/** What the hash chains prove and, in the same breath, what they do not. */
export function integrityBlocks({ chains, trails }: ReportContent): Block[] {
  const heading: Block = { kind: 'heading', level: 1, text: 'Integrity of the audit trails' };
  if (chains.length === 0) {
    return [
      heading,
      { kind: 'verdict', mark: 'missing', text: 'No hash-chained audit trail was received.' },
      {
        kind: 'paragraph',
        text: 'Whether records of the logs were changed, removed or added before the files were handed over could not be tested. The digests under Information received show only that the files are the ones that were tested.',
      },
      ...trailBlocks(trails),
    ];
  }
  return [heading, ...chains.flatMap(chainBlocks), ...trailBlocks(trails)];
}

function chainBlocks(chain: ReportContent['chains'][number]): Block[] {
  return [
    { kind: 'heading', level: 2, text: chain.chain },
    {
      kind: 'verdict',
      mark: CHAIN_MARKS[chain.verdict],
      text: `${chain.verdict.replace('_', ' ')}: ${counted(chain.events, 'record')}, ${counted(chain.breaks.length, 'break')}`,
    },
    { kind: 'list', items: chain.statement },
    {
      kind: 'facts',
      rows: [
        ['Profile', chain.profile],
        ['First and last event', `${chain.first_id ?? '–'} to ${chain.last_id ?? '–'}`],
        ['Head', chain.head ?? '–'],
        ['Not proven', chain.not_proven.length === 0 ? 'nothing' : chain.not_proven.join(', ')],
        ...chain.warnings.map((warning): [string, string] => ['Warning', warning]),
      ],
    },
    ...(chain.breaks.length === 0
      ? []
      : [
          {
            kind: 'table',
            columns: [
              { header: 'Kind', share: 0.16 },
              { header: 'Record', share: 0.1, align: 'right' },
              { header: 'Event', share: 0.18, mono: true },
              { header: 'What does not hold', share: 0.56 },
            ],
            rows: chain.breaks.map((item) => [
              item.kind.replaceAll('_', ' '),
              grouped(item.index + 1),
              item.event_id ?? '–',
              item.detail,
            ]),
          } as const,
        ]),
  ];
}
