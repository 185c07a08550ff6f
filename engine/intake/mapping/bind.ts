import { canonicalTables, type ColumnSpec } from '#engine/canonical/index.ts';
import type { Coercion, ColumnRule, ReaderSpec, TargetSpec } from '../reader-schema.ts';
import { plainName } from './names.ts';

/** A column of a target with what it is read from in one file. */
export interface BoundColumn {
  spec: ColumnSpec;
  as: Coercion;
  /** Fields of the file: positions for cells, keys for json. Several: the first with a value counts. */
  fields: readonly string[];
  parent: boolean;
  required: boolean;
  none: readonly string[];
  values: Readonly<Record<string, string>> | null;
  constant: string | null;
}

export interface BoundTarget {
  target: TargetSpec;
  columns: readonly BoundColumn[];
}

export interface Binding {
  targets: readonly BoundTarget[];
  /** Fields that required or detecting columns are read from; what makes a claim specific. */
  claimed: ReadonlySet<string>;
  /** Columns the reader needs and the file lacks. */
  lacking: readonly string[];
  /** Fields of the file that no column takes. */
  unused: readonly string[];
}

/** Fields of a file by record list (`of`) and, for lists inside records, by `of>each`. */
export type FieldLists = ReadonlyMap<string, readonly string[]>;

export function defaultCoercion(column: ColumnSpec): Coercion {
  switch (column.type) {
    case 'BOOLEAN':
      return 'boolean';
    case 'BIGINT':
    case 'INTEGER':
      return 'integer';
    case 'DECIMAL(18,6)':
      return 'decimal';
    case 'DATE':
      return 'date';
    case 'TIMESTAMPTZ':
      return 'timestamp';
    case 'JSON':
      return 'json';
    case 'VARCHAR[]':
      return 'list';
    case 'VARCHAR':
      return /(?:^|_)email$/.test(column.name) ? 'email' : 'text';
  }
}

/** Index of fields by compared name; the first of two equal names counts, the other stays unused and is told so. */
function index(fields: readonly string[]): Map<string, string> {
  const byName = new Map<string, string>();
  for (const field of fields) {
    const name = plainName(field);
    if (name !== '' && !byName.has(name)) byName.set(name, field);
  }
  return byName;
}

function findFields(
  rule: ColumnRule,
  name: string,
  own: Map<string, string>,
  parent: Map<string, string>,
): { fields: string[]; parent: boolean } {
  const synonyms = [...(rule.from ?? []), name];
  const fields: string[] = [];
  for (const synonym of synonyms) {
    const upward = synonym.startsWith('^');
    const [head, ...path] = (upward ? synonym.slice(1) : synonym).split('.');
    const whole = (upward ? parent : own).get(plainName(synonym));
    const found = whole ?? (path.length > 0 ? (upward ? parent : own).get(plainName(head!)) : undefined);
    if (found === undefined) continue;
    const field = whole === undefined ? [found, ...path].join('.') : found;
    if (upward) return { fields: [field], parent: true };
    if (!fields.includes(field)) fields.push(field);
  }
  return { fields, parent: false };
}

const FIELDLESS: ReadonlySet<Coercion> = new Set(['rest', 'attributes', 'chain', 'position', 'taken']);

function bindColumn(
  name: string,
  rules: readonly ColumnRule[],
  spec: ColumnSpec,
  own: Map<string, string>,
  parent: Map<string, string>,
): BoundColumn | null {
  for (const rule of rules) {
    const as = rule.as ?? defaultCoercion(spec);
    const found = findFields(rule, name, own, parent);
    const fieldless = rule.constant !== undefined || FIELDLESS.has(as);
    if (!fieldless && found.fields.length === 0) continue;
    return {
      spec,
      as,
      fields: fieldless ? [] : found.fields,
      parent: found.parent,
      required: rule.required ?? false,
      none: rule.none ?? [],
      values: rule.values ?? null,
      constant: rule.constant ?? null,
    };
  }
  return null;
}

/** The column that says when a row was observed, which can be stated for a file that does not say it. */
const OBSERVED = 'as_of';

/**
 * Finds for every column of a reader the field of the file that it is read from. `coded`: the reader has code of its
 * own between the file and its columns. `moment`: a moment of observation is stated for the file.
 */
export function bindReader(reader: ReaderSpec, fields: FieldLists, coded: boolean, moment = false): Binding {
  const first = [...fields.keys()][0] ?? '';
  const claimed = new Set<string>();
  const lacking: string[] = [];
  const used = new Map<string, Set<string>>();
  const targets = reader.targets.map((target): BoundTarget => {
    const of = target.of ?? first;
    const list = target.each === undefined ? of : `${of}>${target.each}`;
    const own = index(fields.get(list) ?? []);
    const parent = index(fields.get(of) ?? []);
    const table = canonicalTables.get(target.table)!;
    const columns: BoundColumn[] = [];
    for (const spec of table.columns) {
      const observed: ColumnRule[] = moment && spec.name === OBSERVED ? [{ as: 'taken' }] : [];
      const rules = [...(target.columns[spec.name] ?? []), ...observed];
      if (rules.length === 0) continue;
      const bound = bindColumn(spec.name, rules, spec, own, parent);
      const needed = rules.some((rule) => rule.required) || reader.detect.columns.includes(spec.name);
      if (bound) {
        columns.push(bound);
        const from = bound.parent ? of : list;
        for (const field of bound.fields) {
          const top = field.split('.')[0]!;
          used.set(from, (used.get(from) ?? new Set()).add(field).add(top));
          if (needed) claimed.add(`${from}\u001f${field}`);
        }
        if (target.each !== undefined) used.set(of, (used.get(of) ?? new Set()).add(target.each));
        continue;
      }
      // Readers with code of their own make the columns; their claim rests on the keys that they name.
      if (needed && !coded && (fields.has(list) || (target.of ?? target.each) === undefined)) {
        lacking.push(spec.name);
      }
    }
    return { target, columns };
  });
  const firstIndex = index(fields.get(first) ?? []);
  for (const key of reader.detect.keys) {
    const field = firstIndex.get(plainName(key));
    if (field === undefined) lacking.push(key);
    else claimed.add(`${first}\u001f${field}`);
  }
  const { any } = reader.detect;
  const form = any.find((keys) => keys.every((key) => firstIndex.has(plainName(key))));
  for (const key of form ?? []) claimed.add(`${first}\u001f${firstIndex.get(plainName(key))}`);
  if (form === undefined && any.length > 0)
    lacking.push(any.map((keys) => keys.join(' with ')).join(', or '));
  const unused = [...fields].flatMap(([list, names]) => {
    const taken = used.get(list);
    return taken === undefined ? [] : names.filter((name) => name !== '' && !taken.has(name));
  });
  return { targets, claimed, lacking, unused };
}
