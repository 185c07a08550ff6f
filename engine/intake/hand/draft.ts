import { stringify } from 'yaml';
import type { MappedColumn, MappingDraft } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { RawTable } from '#shared/model/receipt.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import { lineFields } from '../text/line-form.ts';
import { LINES } from '../text/open-lines.ts';
import type { Format } from '../reader-schema.ts';
import { type Mapping, mappingId, OWN_PREFIX, parseMapping } from './mappings.ts';
import { partFor } from './raw-source.ts';
import { requireForm } from './require-form.ts';
import { naturalKey } from './targets.ts';

/** Formats that come in the same shape: what maps one maps the other. */
const LIKE: Readonly<Record<RawTable['format'], readonly Format[]>> = {
  csv: ['csv', 'xlsx'],
  xlsx: ['csv', 'xlsx'],
  ndjson: ['ndjson', 'json', 'yaml'],
  json: ['ndjson', 'json', 'yaml'],
  yaml: ['ndjson', 'json', 'yaml'],
  text: ['text'],
};

type Target = MappingDraft['targets'][number];

function columnOf(column: MappedColumn, inKey: boolean): Record<string, unknown> {
  const { from, as, none, values, constant } = column;
  // A row without what names it can be told from no other.
  const required = column.required ?? (inKey && constant === undefined);
  return {
    ...(from && from.length > 0 ? { from } : {}),
    ...(as === undefined ? {} : { as }),
    ...(required ? { required } : {}),
    ...(none && none.length > 0 ? { none } : {}),
    ...(values && Object.keys(values).length > 0 ? { values } : {}),
    ...(constant === undefined ? {} : { constant }),
  };
}

/** Headers that a target names. */
export function headersOf({ columns }: Target): string[] {
  return Object.values(columns).flatMap(({ from }) => from ?? []);
}

/** The part of the file that a target reads. Throws MAPPING_INVALID where the file has no part of that name. */
export function partOf(target: Target, raw: readonly RawTable[]): RawTable {
  if (target.part === undefined) return partFor(raw, headersOf(target));
  const found = raw.find(({ part }) => part === target.part);
  if (found) return found;
  throw new TickmarkError('MAPPING_INVALID', `the file has no part named ${target.part}`, {
    hint: `It has: ${raw.map(({ part }) => part ?? 'one part without a name').join(', ')}.`,
  });
}

/** Fields that a target can take: headers and keys, or what its lines come apart into. */
function fieldsOf(part: RawTable, draft: MappingDraft): Set<string> {
  if (part.format !== 'text') return new Set(part.columns.map(({ header }) => header));
  return new Set(lineFields(requireForm(draft.lines)));
}

/** The header or key of which a field is taken; null = there is none. */
function found(field: string, fields: ReadonlySet<string>): string | null {
  if (fields.has(field)) return field;
  const head = field.split('.')[0]!;
  return fields.has(head) ? head : null;
}

function targetOf(
  target: Target,
  fields: ReadonlySet<string>,
  of: string | null,
  used: Set<string>,
): Record<string, unknown> {
  const { table, moment, columns } = target;
  const key = target.key ?? naturalKey(table).filter((_, __, all) => all.every((name) => columns[name]));
  const mapped = Object.entries(columns).map(([name, column]) => {
    if (column.constant === undefined && column.from) {
      const heads = column.from.flatMap((header) => found(header, fields) ?? []);
      if (heads.length === 0) {
        throw new TickmarkError('MAPPING_INVALID', `the file has no column ${column.from.join(' or ')}`, {
          hint: `It has: ${[...fields].slice(0, 20).join(', ')}.`,
        });
      }
      used.add(heads[0]!);
    }
    return [name, columnOf(column, key.includes(name))] as const;
  });
  // Without its moment of observation a row would belong to no snapshot.
  const observed = canonicalTables.get(table)?.columns.some(({ name }) => name === 'as_of');
  const taken = observed && columns['as_of'] === undefined ? { as_of: { as: 'taken' } } : {};
  return {
    table,
    ...(of === null ? {} : { of }),
    ...(key.length > 0 ? { key } : {}),
    ...(moment === undefined ? {} : { moment }),
    columns: { ...Object.fromEntries(mapped), ...taken },
  };
}

/** Where a mapping finds its records; several lists only in a document. Throws MAPPING_INVALID. */
function placesOf(parts: readonly RawTable[]): Record<string, unknown> {
  const [first, ...others] = parts;
  if (first!.format === 'text') return {};
  const document = first!.format !== 'csv' && first!.format !== 'xlsx';
  if (others.length > 0 && (!document || parts.some(({ keyed, records }) => keyed || records === ''))) {
    throw new TickmarkError('MAPPING_INVALID', 'one mapping reads one sheet, or lists of one document', {
      hint: 'Save a mapping for each sheet: a workbook is read with all of them.',
    });
  }
  if (others.length > 0) return { records: [first!.records], also: others.map(({ records }) => records) };
  const { records, keyed } = first!;
  return { records: records === '' || keyed ? [records] : [records, ''], ...(keyed ? { keyed } : {}) };
}

/**
 * What the user put together as a reader.yaml. Files of the same shape are known by the headers that it reads, texts by
 * how their lines come apart. Throws MAPPING_INVALID.
 */
export function buildMapping(draft: MappingDraft, raw: readonly RawTable[], version: number): Mapping {
  const parts = [...new Set(draft.targets.map((target) => partOf(target, raw)))];
  const used = new Set<string>();
  const [first] = parts;
  const text = first?.format === 'text';
  const targets = draft.targets.map((target) => {
    const part = partOf(target, raw);
    const of = text ? LINES : parts.length > 1 ? part.records : null;
    const seen = new Set<string>();
    const built = targetOf(target, fieldsOf(part, draft), of, seen);
    // What a file is known by stands in its first list.
    if (part === first) for (const name of seen) used.add(name);
    return built;
  });
  if (first === undefined || used.size === 0) {
    throw new TickmarkError('MAPPING_INVALID', 'the mapping reads no column of the file', {
      hint: 'Name at least one header that a column is read from.',
    });
  }
  const id = mappingId(draft.id);
  return parseMapping(
    stringify(
      {
        id,
        version,
        title: draft.title ?? `Mapping by hand: ${id.slice(OWN_PREFIX.length)}`,
        formats: LIKE[first.format],
        detect: text ? {} : { keys: [...used] },
        ...placesOf(parts),
        ...(text ? { lines: draft.lines } : {}),
        targets,
      },
      { lineWidth: 0 },
    ),
  );
}

/** A kept mapping as the draft that it came from, to be changed. */
export function draftOf({ reader: { spec } }: Mapping): MappingDraft {
  const several = spec.also.length > 0;
  return {
    id: spec.id,
    title: spec.title,
    ...(spec.lines === undefined ? {} : { lines: spec.lines as NonNullable<MappingDraft['lines']> }),
    targets: spec.targets.map(({ table, of, key, moment, columns }) => ({
      table,
      ...(several && of !== undefined ? { part: of } : {}),
      key: [...(key ?? [])],
      ...(moment === undefined ? {} : { moment }),
      columns: Object.fromEntries(
        Object.entries(columns).flatMap(([name, [rule]]) => {
          if (rule === undefined || rule.as === 'taken') return [];
          const { required, ...rest } = rule;
          const inKey = key?.includes(name) ?? false;
          const stated = required
            ? { required }
            : inKey && rule.constant === undefined
              ? { required: false }
              : {};
          return [[name, { ...rest, ...stated } as MappedColumn]];
        }),
      ),
    })),
  };
}
