import { parse } from 'yaml';
import * as z from 'zod';
import { canonicalTables } from '#engine/canonical/index.ts';
import { lineFormSchema } from './text/line-form.ts';

z.config({ jitless: true });

export const FORMATS = ['csv', 'xlsx', 'ndjson', 'json', 'yaml', 'text', 'c1z'] as const;
export type Format = (typeof FORMATS)[number];

/** How the text of a value becomes what its column means. Without a stated one the column's type decides. */
export const COERCIONS = [
  'text',
  'email',
  'lower',
  'upper',
  'account',
  'boolean',
  'integer',
  'decimal',
  'decimal_comma',
  'decimal_grouped',
  'date',
  'timestamp',
  'day_end',
  'day_first',
  'month_first',
  'day_first_end',
  'month_first_end',
  'date_only',
  'list',
  'json',
  'mode',
  'http_result',
  'rest',
  'attributes',
  'chain',
  'position',
  'taken',
] as const;
export type Coercion = (typeof COERCIONS)[number];

const words = z.array(z.string().min(1)).min(1);

const columnObject = z.strictObject({
  /** Headers or keys that mean this column, the best first; its own name is always understood. `^x` = of the parent record. */
  from: words.optional(),
  as: z.enum(COERCIONS).optional(),
  required: z.boolean().optional(),
  /** Words that mean "no value" in this column, without regard to case. */
  none: words.optional(),
  /** Words of the source → words of the column; others stay, in lower case. */
  values: z.record(z.string(), z.string()).optional(),
  /** A fixed value. */
  constant: z.string().optional(),
});
export type ColumnRule = z.infer<typeof columnObject>;

/** A column: synonyms only, one rule, or several rules of which the first that finds its header counts. */
const column = z.union([
  words.transform((from): ColumnRule[] => [{ from }]),
  columnObject.transform((rule): ColumnRule[] => [rule]),
  z.array(columnObject).min(2),
]);

const target = z
  .strictObject({
    table: z.string(),
    /** Which of the reader's record lists; the first if left out. */
    of: z.string().optional(),
    /** A list inside each record: one row for each of its entries. */
    each: z.string().optional(),
    /** Columns that together name a row. */
    key: words.optional(),
    /** Column that places a row in the period. */
    moment: z.string().optional(),
    columns: z.record(z.string(), column),
  })
  .superRefine((spec, context) => {
    const table = canonicalTables.get(spec.table);
    if (!table) {
      context.addIssue({ code: 'custom', message: `no canonical table is named ${spec.table}` });
      return;
    }
    const known = new Set(table.columns.map((item) => item.name));
    for (const name of [
      ...Object.keys(spec.columns),
      ...(spec.key ?? []),
      ...(spec.moment ? [spec.moment] : []),
    ]) {
      if (!known.has(name))
        context.addIssue({ code: 'custom', message: `${spec.table} has no column ${name}` });
    }
  });

export const readerSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
    version: z.number().int().positive(),
    title: z.string().min(1),
    formats: z.array(z.enum(FORMATS)).min(1),
    detect: z.strictObject({
      /** Columns whose header must be there besides the required ones. */
      columns: z.array(z.string()).default([]),
      /** Headers or keys that must be there though no column is read from them directly. */
      keys: z.array(z.string()).default([]),
      /** Sets of headers or keys, one of which must be there whole: several generations of one export. */
      any: z.array(words).default([]),
      /** Headers that must not be there. */
      absent: z.array(z.string()).default([]),
    }),
    /** Paths of the records in a document, the best first; '' = the document itself is the list. */
    records: z.array(z.string()).default(['']),
    /** Further lists of the same document, read as well. */
    also: z.array(z.string()).default([]),
    /** The records are the members of an object; their names become the key `$key`. */
    keyed: z.boolean().default(false),
    /** How the lines of a text come apart: for mappings made by hand. */
    lines: lineFormSchema.optional(),
    /** The file is a hash-chained log, verified from its own bytes. */
    chain: z.boolean().default(false),
    targets: z.array(target).min(1),
  })
  .superRefine((reader, context) => {
    const columns = new Set(reader.targets.flatMap((item) => Object.keys(item.columns)));
    for (const name of reader.detect.columns) {
      if (!columns.has(name))
        context.addIssue({ code: 'custom', message: `detect names ${name}, which no target maps` });
    }
  });

export type ReaderSpec = z.infer<typeof readerSchema>;
export type TargetSpec = ReaderSpec['targets'][number];

/** A reader.yaml as its closed schema understands it; throws with every fault named. */
export function parseReader(yaml: string): ReaderSpec {
  const result = readerSchema.safeParse(parse(yaml));
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`reader.yaml: ${faults}`);
}
