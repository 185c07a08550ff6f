import type { ChainReport } from '#shared/model/chain.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { CellValue, Sheet, SheetColumn } from '#engine/render/workbook.ts';
import type { PackagedRun } from './procedures.ts';
import type { PackagedSource } from './sources.ts';

/** Header, width in characters (or what the column holds), and the value of a row. */
type Field<T> = readonly [header: string, width: number | keyof typeof KINDS, of: (row: T) => CellValue];

const KINDS = {
  count: { width: 14, format: '#,##0' },
  time: { width: 20, format: 'yyyy-mm-dd hh:mm:ss' },
} as const;

function sheet<T>(name: string, rows: readonly T[], fields: readonly Field<T>[]): Sheet {
  return {
    name,
    columns: fields.map(
      ([header, width]): SheetColumn =>
        typeof width === 'number' ? { header, width } : { header, ...KINDS[width] },
    ),
    rows: rows.map((row) => fields.map(([, , of]) => of(row))),
  };
}

/** What stands beside the findings in findings.xlsx: populations of every test, receipts, chains and their breaks. */
export function evidenceSheets(content: {
  runs: readonly PackagedRun[];
  sources: readonly PackagedSource[];
  chains: readonly ChainReport[];
}): Sheet[] {
  return [
    runSheet(content.runs),
    receiptSheet(content.sources),
    tableSheet(content.sources),
    chainSheet(content.chains),
    breakSheet(content.chains),
  ];
}

function runSheet(runs: readonly PackagedRun[]): Sheet {
  return sheet('Runs', runs, [
    ['procedure', 34, ({ procedure }) => procedure],
    ['version', 'count', ({ version }) => version],
    ['status', 14, ({ status }) => status],
    ['population', 'count', ({ population }) => population],
    ['failing', 'count', ({ failing }) => failing],
    ['exceptions', 'count', ({ exceptions }) => exceptions],
    ['leads', 'count', ({ leads }) => leads],
    ['indeterminate', 'count', ({ indeterminate }) => indeterminate],
    ['as_of (UTC)', 'time', ({ as_of }) => (as_of === '' ? null : new Date(as_of))],
    ['period', 24, ({ period }) => period],
    ['params', 40, ({ params }) => JSON.stringify(params)],
    ['message', 60, ({ message }) => message],
    ['digest', 66, ({ digest }) => digest],
  ]);
}

function receiptSheet(sources: readonly PackagedSource[]): Sheet {
  const figure = (name: 'read' | 'loaded' | 'rejected') => (source: PackagedSource) =>
    Number(source.receipt[name] ?? 0);
  return sheet('Receipts', sources, [
    ['file', 50, ({ name, receipt }) => String(receipt['file'] ?? name)],
    ['reader', 24, ({ reader }) => reader],
    ['size_bytes', 'count', ({ size_bytes }) => size_bytes],
    ['read', 'count', figure('read')],
    ['loaded', 'count', figure('loaded')],
    ['rejected', 'count', figure('rejected')],
    ['source_id', 18, ({ source_id }) => source_id],
    ['sha256', 66, ({ sha256 }) => sha256],
  ]);
}

/** Rows that each file gave to each table, with control totals and date ranges. */
function tableSheet(sources: readonly PackagedSource[]): Sheet {
  const parts = sources.flatMap(({ name, source_id, receipt }) => {
    const { file = name, rows = [] } = receipt as unknown as Partial<Receipt>;
    return rows.map((part) => ({ ...part, file, source_id }));
  });
  return sheet('Rows by table', parts, [
    ['file', 50, ({ file }) => file],
    ['table', 24, ({ table }) => table],
    ['rows', 'count', ({ rows }) => rows],
    ['duplicates', 'count', ({ duplicates }) => duplicates],
    ['out_of_period', 'count', ({ out_of_period }) => out_of_period],
    ['totals', 40, ({ totals }) => JSON.stringify(totals)],
    ['ranges', 60, ({ ranges }) => JSON.stringify(ranges)],
    ['source_id', 18, ({ source_id }) => source_id],
  ]);
}

function chainSheet(chains: readonly ChainReport[]): Sheet {
  return sheet('Chains', chains, [
    ['chain', 24, ({ chain }) => chain],
    ['profile', 18, ({ profile }) => profile],
    ['verdict', 14, ({ verdict }) => verdict],
    ['events', 'count', ({ events }) => events],
    ['breaks', 'count', ({ breaks }) => breaks.length],
    ['first_id', 22, ({ first_id }) => first_id],
    ['last_id', 22, ({ last_id }) => last_id],
    ['head', 66, ({ head }) => head],
    ['not_proven', 30, ({ not_proven }) => not_proven.join(', ')],
    ['statement', 80, ({ statement }) => statement.join(' ')],
  ]);
}

function breakSheet(chains: readonly ChainReport[]): Sheet {
  return sheet(
    'Breaks',
    chains.flatMap(({ chain, breaks }) => breaks.map((item) => ({ ...item, chain }))),
    [
      ['chain', 24, ({ chain }) => chain],
      ['kind', 18, ({ kind }) => kind],
      ['record', 'count', ({ index }) => index + 1],
      ['event_id', 24, ({ event_id }) => event_id],
      ['detail', 80, ({ detail }) => detail],
      ['stated', 66, ({ stated }) => stated ?? null],
      ['computed', 66, ({ computed }) => computed ?? null],
    ],
  );
}
