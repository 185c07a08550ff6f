import type { LineForm, MappedColumn, MappingDraft, MappingTarget } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { RawTable } from '#shared/model/receipt.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import type { Session } from '#engine/store/index.ts';
import { bindReader, defaultCoercion } from '../mapping/bind.ts';
import {
  COERCIONS,
  type ColumnRule,
  type Coercion,
  type ReaderSpec,
  type TargetSpec,
} from '../reader-schema.ts';
import { readers } from '../registry.ts';
import { lineFields } from '../text/line-form.ts';
import { mappingId } from './mappings.ts';
import { rawSource } from './raw-source.ts';
import { requireForm } from './require-form.ts';

const COERCION_DOCS: Readonly<Record<Coercion, string>> = {
  text: 'text as it is; an empty text stays one',
  email: 'address, lower case',
  lower: 'text in lower case',
  upper: 'text in upper case',
  account: 'login; lower case if it is an address',
  boolean: 'yes or no in the usual words',
  integer: 'whole number',
  decimal: 'number with up to six decimals',
  decimal_comma: 'number as 1.234,56 or 1 234,56',
  decimal_grouped: 'number as 1,234.56',
  date: 'calendar day',
  timestamp: 'moment: ISO 8601, epoch seconds or milliseconds; without a zone it is the engagement’s',
  day_end: 'moment; a date alone means the end of that day',
  day_first: 'day or moment as 24.11.2024, 24/11/2024 15:00 or 24-Nov-2024 3:00 PM',
  month_first: 'day or moment as 11/24/2024 3:00 PM or 11-24-2024',
  day_first_end: 'the same, day first; a date alone means the end of that day',
  month_first_end: 'the same, month first; a date alone means the end of that day',
  date_only: 'whether the value is a date without a time',
  list: 'list: JSON, or separated by ; or ,',
  json: 'JSON as it is',
  mode: 'file mode: octal or letters',
  http_result: 'status code → success, denied, error',
  rest: 'all fields that no column takes, as JSON',
  attributes: 'all fields that no column takes, named as attributes of people',
  chain: 'name of the log, from the file',
  position: 'place of the record in the file, from 0',
  taken: 'moment of observation that is stated for the file',
};

export function listCoercions(): { name: string; doc: string }[] {
  return COERCIONS.map((name) => ({ name, doc: COERCION_DOCS[name] }));
}

/** Targets of readers of this build for a table, as templates. */
function templates(table: string): TargetSpec[] {
  return [...readers().values()].flatMap(({ spec, extract, text }) =>
    extract || text ? [] : spec.targets.filter((target) => target.table === table),
  );
}

/** Columns that together name a row, as readers of this build use for a table; empty = none does. */
export function naturalKey(table: string): string[] {
  return [...(templates(table).find((target) => target.key)?.key ?? [])];
}

export function listTargets(): MappingTarget[] {
  return [...canonicalTables.values()].map(({ name, doc, columns }) => {
    const known = templates(name);
    return {
      table: name,
      doc,
      columns: columns
        .filter((column) => column.name !== 'source_id' && column.name !== 'record_no')
        .map((column) => ({ ...column, coercion: defaultCoercion(column) })),
      key: naturalKey(name),
      moment: known.find((target) => target.moment)?.moment ?? null,
    };
  });
}

/** One target with every synonym that readers of this build know for each column. */
function widest(table: string): TargetSpec {
  const known = templates(table);
  const columns = canonicalTables.get(table)!.columns.map(({ name }) => {
    const rules = known.flatMap((target) => target.columns[name] ?? []).filter((rule) => !rule.constant);
    const from = [...new Set(rules.flatMap((rule) => rule.from ?? []))].filter(
      (word) => !word.startsWith('^'),
    );
    const [first] = rules;
    const rule = { ...first, ...(from.length > 0 ? { from } : {}) };
    return [name, [rule]] as [string, ColumnRule[]];
  });
  const fillers = new Set(['rest', 'attributes', 'chain', 'position', 'taken']);
  return {
    table,
    columns: Object.fromEntries(columns.filter(([, [rule]]) => !fillers.has(rule?.as ?? ''))),
  };
}

/**
 * A first draft for a table: for each column the headers that readers of this build take for it. A column of which
 * nothing is found is left out. Throws NOT_FOUND, DATA_MISSING, BAD_ARGUMENT for a table that does not exist.
 */
export async function suggestMapping(
  session: Session,
  source: string,
  table: string,
  { part, lines }: { part?: string | null | undefined; lines?: LineForm | undefined } = {},
): Promise<MappingDraft> {
  const { receipt, raw: all } = await rawSource(session, source);
  const raw = part === undefined ? all : all.filter((one) => one.part === part);
  if (!canonicalTables.has(table)) {
    throw new TickmarkError('BAD_ARGUMENT', `no canonical table is named ${table}`, {
      hint: '"tickmark map … targets" lists them.',
    });
  }
  const target = widest(table);
  const stem = receipt.file.slice(receipt.file.lastIndexOf('/') + 1).replace(/\..*$/, '');
  const id = mappingId(
    stem
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'mapping',
  );
  const spec = { detect: { columns: [], keys: [], any: [], absent: [] }, targets: [target] };
  const headers = (columns: RawTable['columns']) =>
    lines ? lineFields(requireForm(lines)) : columns.map(({ header }) => header);
  const bound = raw.map(({ columns }) =>
    bindReader(spec as unknown as ReaderSpec, new Map([['', headers(columns)]]), false),
  );
  const best = bound.reduce((a, b) => (b.targets[0]!.columns.length > a.targets[0]!.columns.length ? b : a));
  const listed = listTargets().find((one) => one.table === table)!;
  const columns = best.targets[0]!.columns.map((column) => {
    const rule = target.columns[column.spec.name]![0]!;
    const mapped: [string, MappedColumn] = [
      column.spec.name,
      {
        from: [...column.fields],
        ...(column.as === defaultCoercion(column.spec) ? {} : { as: column.as }),
        ...(column.required ? { required: true } : {}),
        ...(rule.none ? { none: [...rule.none] } : {}),
        ...(rule.values ? { values: { ...rule.values } } : {}),
      },
    ];
    return mapped;
  });
  const present = new Set(columns.map(([name]) => name));
  return {
    id,
    ...(lines ? { lines } : {}),
    targets: [
      {
        table,
        ...(part === undefined || part === null ? {} : { part }),
        ...(listed.key.length > 0 && listed.key.every((name) => present.has(name))
          ? { key: listed.key }
          : {}),
        ...(listed.moment !== null && present.has(listed.moment) ? { moment: listed.moment } : {}),
        columns: Object.fromEntries(columns),
      },
    ],
  };
}
