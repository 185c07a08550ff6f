import { stringify } from 'yaml';
import type { MappingDraft, MappedColumn } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { RawTable } from '#shared/model/receipt.ts';
import { canonicalTables } from '#engine/canonical/index.ts';
import type { Format } from '../reader-schema.ts';
import { type Mapping, OWN_PREFIX, parseMapping } from './mappings.ts';

/** Formats that come in the same shape: what maps one maps the other. */
const LIKE: Readonly<Record<RawTable['format'], readonly Format[]>> = {
  csv: ['csv', 'xlsx'],
  xlsx: ['csv', 'xlsx'],
  ndjson: ['ndjson', 'json', 'yaml'],
  json: ['ndjson', 'json', 'yaml'],
  yaml: ['ndjson', 'json', 'yaml'],
};

export function mappingId(id: string): string {
  return id.startsWith(OWN_PREFIX) ? id : `${OWN_PREFIX}${id}`;
}

function columnOf({ from, as, required, none, values, constant }: MappedColumn): Record<string, unknown> {
  return {
    ...(from && from.length > 0 ? { from } : {}),
    ...(as === undefined ? {} : { as }),
    ...(required ? { required } : {}),
    ...(none && none.length > 0 ? { none } : {}),
    ...(values && Object.keys(values).length > 0 ? { values } : {}),
    ...(constant === undefined ? {} : { constant }),
  };
}

/**
 * What the user put together as a reader.yaml. Files of the same shape are known by the headers that it reads.
 * Throws MAPPING_INVALID.
 */
export function buildMapping(draft: MappingDraft, raw: RawTable, version: number): Mapping {
  const headers = new Set(raw.columns.map(({ header }) => header));
  const used = new Set<string>();
  const targets = draft.targets.map(({ table, key, moment, columns }) => {
    const mapped = Object.entries(columns).map(([name, column]) => {
      if (column.constant === undefined && column.from) {
        const found = column.from.filter(
          (header) => headers.has(header.split('.')[0]!) || headers.has(header),
        );
        if (found.length === 0) {
          throw new TickmarkError('MAPPING_INVALID', `the file has no column ${column.from.join(' or ')}`, {
            hint: `It has: ${[...headers].slice(0, 20).join(', ')}.`,
          });
        }
        used.add(headers.has(found[0]!) ? found[0]! : found[0]!.split('.')[0]!);
      }
      return [name, columnOf(column)] as const;
    });
    // Without its moment of observation a row would belong to no snapshot.
    const observed = canonicalTables.get(table)?.columns.some(({ name }) => name === 'as_of');
    const taken = observed && columns['as_of'] === undefined ? { as_of: { as: 'taken' } } : {};
    return {
      table,
      ...(key && key.length > 0 ? { key } : {}),
      ...(moment === undefined ? {} : { moment }),
      columns: { ...Object.fromEntries(mapped), ...taken },
    };
  });
  if (used.size === 0) {
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
        formats: LIKE[raw.format],
        detect: { keys: [...used] },
        records: raw.records === '' ? [''] : [raw.records, ''],
        targets,
      },
      { lineWidth: 0 },
    ),
  );
}
