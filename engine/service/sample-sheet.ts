import type { SampleEvaluation, SampleView } from '#shared/contract/sampling-schemas.ts';
import { csv } from '#engine/render/cells.ts';
import { buildWorkbook, type CellValue, type Sheet } from '#engine/render/workbook.ts';

export type SheetFormat = 'csv' | 'xlsx' | 'json';

interface Table {
  columns: string[];
  rows: CellValue[][];
}

/** The sheet of a sample as bytes; the same sample gives the same bytes. */
export async function sampleSheet(
  view: SampleView,
  evaluation: SampleEvaluation | null,
  format: SheetFormat,
): Promise<Uint8Array> {
  if (format === 'json') return Buffer.from(`${JSON.stringify({ ...view, evaluation }, null, 2)}\n`);
  const items = itemTable(view);
  if (format === 'csv') return Buffer.from(csv(items.columns, items.rows));
  const sheets = [
    sheetOf('Items', items),
    sheetOf('Plan', planTable(view)),
    ...(evaluation === null ? [] : [sheetOf('Evaluation', evaluationTable(evaluation))]),
  ];
  return buildWorkbook(sheets);
}

/** A line an item: as it was drawn, then what was found, attribute by attribute. */
function itemTable({ sample, results }: SampleView): Table {
  const names = [...new Set(sample.items.flatMap(({ values }) => Object.keys(values)))];
  const found = new Map(results.map((result) => [JSON.stringify([result.key, result.attribute]), result]));
  const weighted = sample.weight !== null;
  return {
    columns: [
      'item',
      'key',
      'rank',
      ...(sample.stratum === null ? [] : ['stratum']),
      ...(weighted ? ['weight', 'units selected'] : []),
      ...names,
      ...sample.attributes.flatMap(({ id, title }) => [
        `${id}: ${title}`,
        `${id} tick mark`,
        `${id} note`,
        ...(weighted ? [`${id} audited`] : []),
        `${id} attachments (SHA-256)`,
        `${id} by`,
        `${id} at`,
      ]),
    ],
    rows: sample.items.map((item, at) => [
      at + 1,
      item.key,
      item.rank,
      ...(sample.stratum === null ? [] : [item.stratum]),
      ...(weighted ? [item.weight, item.hits] : []),
      ...names.map((name) => cell(item.values[name])),
      ...sample.attributes.flatMap(({ id }): CellValue[] => {
        const result = found.get(JSON.stringify([item.key, id]));
        return [
          result?.result.replaceAll('_', ' ') ?? null,
          result?.tick_mark ?? null,
          result?.note ?? null,
          ...(weighted ? [result?.audited ?? null] : []),
          result?.attachments.join(' ') ?? null,
          result?.by ?? null,
          result?.at ?? null,
        ];
      }),
    ]),
  };
}

function planTable({ sample }: SampleView): Table {
  const { population, plan } = sample;
  const lines: [string, CellValue][] = [
    ['Sample', sample.sample_id],
    ['What it is for', sample.title],
    ['Drawn from', population.kind],
    ...Object.entries(population)
      .filter(([name]) => name !== 'kind')
      .map(([name, value]): [string, CellValue] => [`Population: ${name}`, cell(value)]),
    ['Key', sample.key.join(', ')],
    ['Rows of the population', sample.count],
    ['SHA-256 of all keys', sample.digest],
    ['Method', sample.method],
    ['Items', sample.items.length],
    ['Methodology', sample.methodology?.name ?? null],
    ['Methodology: operates', sample.methodology?.frequency ?? null],
    [
      'Methodology: items',
      sample.methodology ? `${sample.methodology.least} to ${sample.methodology.most}` : null,
    ],
    ['Methodology: note', sample.methodology?.note ?? null],
    ['Seed', sample.seed],
    ['Seed given by', sample.seed_by],
    ['Risk', plan?.risk ?? null],
    ['Tolerable', plan?.tolerable ?? null],
    ['Expected', plan?.expected ?? null],
    ['Interval', sample.interval],
    ['First unit', sample.start],
    ['Drawn by', sample.drawn_by],
    ['Drawn at', sample.drawn_at],
  ];
  return { columns: ['what', 'value'], rows: lines.filter(([, value]) => value !== null) };
}

function evaluationTable({ risk, tolerable, attributes }: SampleEvaluation): Table {
  return {
    columns: [
      'attribute',
      'title',
      'tested',
      'deviations',
      'not applicable',
      'untested',
      'risk',
      'tolerable',
      'upper limit',
      'conclusion',
      'statement',
    ],
    rows: attributes.map((one) => [
      one.attribute,
      one.title,
      one.tested,
      one.deviations,
      one.not_applicable,
      one.untested,
      risk,
      tolerable,
      one.upper ?? one.upper_amount,
      one.conclusion.replaceAll('_', ' '),
      one.statement,
    ]),
  };
}

function cell(value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}

function sheetOf(name: string, { columns, rows }: Table): Sheet {
  const width = (header: string) => Math.min(60, Math.max(12, header.length + 2));
  return { name, columns: columns.map((header) => ({ header, width: width(header) })), rows };
}
