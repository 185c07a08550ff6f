import type { Receipt } from '#shared/model/receipt.ts';
import { statedBlocks } from './stated.ts';
import { type Block, grouped, type ReportContent, shortHash } from './parts.ts';

/** Rejected records that are printed; all of them are in the receipts. */
const SHOWN_REJECTS = 60;

/** Information produced by the entity: what came, what was read, and how its totals tie. */
export function receivedBlocks({ sources, work }: ReportContent): Block[] {
  const heading: Block = { kind: 'heading', level: 1, text: 'Information received' };
  if (sources.length === 0) return [heading, { kind: 'paragraph', text: 'No files were received.' }];
  const receipts = sources.map(({ receipt }) => receipt as unknown as Receipt);
  return [
    heading,
    {
      kind: 'paragraph',
      text: 'One line a file, in the order of import; each record read was loaded or rejected. The whole receipts, with control totals and date ranges, are in data/receipts.',
    },
    {
      kind: 'table',
      columns: [
        { header: 'File', share: 0.44 },
        { header: 'Read as', share: 0.18 },
        { header: 'Read', share: 0.1, align: 'right' },
        { header: 'Loaded', share: 0.1, align: 'right' },
        { header: 'Rejected', share: 0.08, align: 'right' },
        { header: 'SHA-256', share: 0.1, mono: true },
      ],
      rows: sources.map(({ name, reader, sha256, receipt }) => [
        String(receipt['file'] ?? name),
        reader ?? 'not mapped',
        grouped(Number(receipt['read'] ?? 0)),
        grouped(Number(receipt['loaded'] ?? 0)),
        grouped(Number(receipt['rejected'] ?? 0)),
        shortHash(sha256),
      ]),
    },
    ...tableBlocks(receipts),
    ...rejectBlocks(receipts),
    ...(work ? statedBlocks(receipts, work) : []),
  ];
}

/** Rows by table, over all files that gave rows to it. */
function tableBlocks(receipts: readonly Receipt[]): Block[] {
  const parts = receipts.flatMap((receipt) => receipt.rows ?? []);
  const tables = [...new Set(parts.map(({ table }) => table))].sort();
  if (tables.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Rows by table' },
    {
      kind: 'table',
      columns: [
        { header: 'Table', share: 0.4 },
        { header: 'Files', share: 0.1, align: 'right' },
        { header: 'Rows', share: 0.15, align: 'right' },
        { header: 'Same key twice', share: 0.15, align: 'right' },
        { header: 'Outside the period', share: 0.2, align: 'right' },
      ],
      rows: tables.map((table) => {
        const own = parts.filter((part) => part.table === table);
        return [
          table,
          grouped(own.length),
          grouped(own.reduce((sum, { rows }) => sum + rows, 0)),
          summed(own.map(({ duplicates }) => duplicates)),
          summed(own.map(({ out_of_period }) => out_of_period)),
        ];
      }),
    },
  ];
}

/** A dash where no file has such a figure. */
function summed(figures: readonly (number | null)[]): string {
  const known = figures.filter((figure) => figure !== null);
  return known.length === 0 ? '–' : grouped(known.reduce((sum, figure) => sum + figure, 0));
}

function rejectBlocks(receipts: readonly Receipt[]): Block[] {
  const total = receipts.reduce((sum, { rejected }) => sum + rejected, 0);
  const rejects = receipts.flatMap(({ file, rejects: own }) =>
    (own ?? []).map(({ record, message }) => [file, grouped(record), message]),
  );
  if (rejects.length === 0) return [];
  const shown = rejects.slice(0, SHOWN_REJECTS);
  return [
    { kind: 'heading', level: 2, text: 'Rejected records' },
    {
      kind: 'table',
      columns: [
        { header: 'File', share: 0.36 },
        { header: 'Record', share: 0.1, align: 'right' },
        { header: 'Why it was not loaded', share: 0.54 },
      ],
      rows: shown,
    },
    ...(total > shown.length
      ? [
          {
            kind: 'paragraph',
            tone: 'quiet',
            text: `${grouped(shown.length)} of ${grouped(total)} rejected records are shown; data/receipts lists more.`,
          } as const,
        ]
      : []),
  ];
}
