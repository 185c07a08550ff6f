import type { ItemResult, SampleView } from '#shared/contract/sampling-schemas.ts';
import type { Column } from '../../../data/rows.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';

export interface ItemTable {
  columns: Column[];
  rows: unknown[][];
  /** Column of the key. */
  key: number;
  /** Attribute → columns of its result, tick mark, note and number of files. */
  results: ReadonlyMap<string, readonly number[]>;
}

const column = (name: string, kind: 'text' | 'number' = 'text'): Column => ({
  name,
  type: kind === 'number' ? 'BIGINT' : 'VARCHAR',
  kind,
});

/** The grid of a sample: a line an item with its results, what it is, and beside it marks, notes and files. */
export function itemTable({ sample, results }: SampleView): ItemTable {
  const { items, attributes } = sample;
  const names = [...new Set(items.flatMap(({ values }) => Object.keys(values)))];
  const grouped = sample.stratum !== null;
  const weighted = sample.weight !== null;
  const before = [
    column(t.number, 'number'),
    ...attributes.map(({ id, title }) => column(resultColumn(id, title))),
    column(t.key),
    ...(grouped ? [column(t.stratumColumn)] : []),
    ...(weighted ? [column(t.weightColumn, 'number'), column(t.hits, 'number')] : []),
    ...names.map((name) => column(name)),
  ];
  const beside = attributes.flatMap(({ id }) => [
    column(t.mark(id)),
    column(t.noteOf(id)),
    column(t.files(id), 'number'),
  ]);
  const found = byItem(results);
  return {
    columns: unique([...before, ...beside]),
    key: 1 + attributes.length,
    results: new Map(
      attributes.map(({ id }, at) => {
        const from = before.length + at * 3;
        return [id, [1 + at, from, from + 1, from + 2]];
      }),
    ),
    rows: items.map((item, at) => {
      const cells = attributes.map(({ id }) => resultCells(found.get(itemName(item.key, id))));
      return [
        at + 1,
        ...cells.map(([result]) => result),
        item.key,
        ...(grouped ? [item.stratum] : []),
        ...(weighted ? [item.weight === null ? null : Number(item.weight), item.hits] : []),
        ...names.map((name) => plain(item.values[name])),
        ...cells.flatMap(([, ...rest]) => rest),
      ];
    }),
  };
}

/** Heading of the results of an attribute; filters of addresses are named by it. */
export const resultColumn = (id: string, title: string): string => `${id}: ${title}`;

const itemName = (key: string, attribute: string): string => JSON.stringify([key, attribute]);

export function byItem(results: readonly ItemResult[]): Map<string, ItemResult> {
  return new Map(results.map((result) => [itemName(result.key, result.attribute), result]));
}

/** Result, tick mark, note, number of files; missing where nothing was recorded. */
export function resultCells(
  result: ItemResult | undefined,
): [result: unknown, mark: unknown, note: unknown, files: unknown] {
  if (!result) return [null, null, null, null];
  return [result.result, result.tick_mark, result.note, result.attachments.length || null];
}

export function resultsOf(view: SampleView): (key: string, attribute: string) => ItemResult | undefined {
  const found = byItem(view.results);
  return (key, attribute) => found.get(itemName(key, attribute));
}

function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A column of the population can be called like one of ours. */
function unique(columns: readonly Column[]): Column[] {
  const seen = new Set<string>();
  return columns.map((item) => {
    let { name } = item;
    while (seen.has(name)) name = `${name} `;
    seen.add(name);
    return { ...item, name };
  });
}
