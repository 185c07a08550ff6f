import { quoteLiteral, quoteName } from '#engine/store/index.ts';
import { relation, type Part } from '../part.ts';
import type { BoundColumn, BoundTarget } from './bind.ts';
import { attributeName } from './names.ts';
import { coerce, MEANINGS, oneOf, translate } from './coerce.ts';

/** Between code and message of a reason; cannot occur in either. */
export const REASON_MARK = '\u001f';

export interface TargetSql {
  table: string;
  /** INSERT … SELECT; record_no is negative where the record is to be rejected. */
  insert: string;
  /** SELECT n, why of the rejected records. */
  reasons: string;
  /** The statement states record numbers; otherwise they follow from the order of rows. */
  numbered: boolean;
  /** Columns that follow from the record's number. */
  positions: readonly string[];
}

export interface SelectContext {
  sourceId: string;
  path: string;
  chain: string;
  /** Moment of observation of a file that does not state its own, ISO 8601. */
  taken: string;
  /** Fields of the part that no column takes. */
  unused: readonly string[];
}

function pointer(field: string): string {
  return `/${field
    .split('\u0000')
    .map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/')}`;
}

/** Dotted synonyms lead into nested objects, unless a key with the dot in it is there. */
function steps(field: string, known: readonly string[]): string {
  return known.includes(field) ? field : field.replaceAll('.', '\u0000');
}

/** A JSON object of `key, value` pairs without those that have no value. */
function objectOf(pairs: readonly string[]): string {
  return pairs.length === 0
    ? 'NULL'
    : `nullif(json_merge_patch('{}', json_object(${pairs.join(', ')}))::VARCHAR, '{}')`;
}

interface Fields {
  /** SQL of the text of a field. */
  text: (column: BoundColumn, field: string) => string;
  /** SQL of the record list with everything `text` refers to. */
  from: (numbered: boolean) => string;
  /** SQL conditions on the record itself, as reasons. */
  faults: readonly string[];
  /** SQL of a JSON object of the fields that no column takes; null where none has a value. */
  rest: (named: (field: string) => string) => string;
}

function cellFields(part: Part, context: SelectContext): Fields {
  const position = new Map(part.fields.map((field, i) => [field, i] as const).reverse());
  const cell = (field: string): string => {
    if (position.has(field)) return `c${position.get(field)}`;
    // A path into a cell that holds JSON; other cells have nothing there.
    const [head = '', ...path] = field.split('.');
    const steps = path.map((step) => `."${step}"`).join('');
    return `(CASE WHEN json_valid(${cell(head)}) THEN json_extract_string(${cell(head)}, ${quoteLiteral(`$${steps}`)}) END)`;
  };
  return {
    text: (_column, field) => (part.padded ? `trim(${cell(field)})` : cell(field)),
    from: (numbered) => {
      const rows = relation(part, context.path);
      if (part.numbered) return rows;
      return numbered ? `(SELECT row_number() OVER () AS n, * FROM ${rows})` : rows;
    },
    faults: [],
    rest: (named) =>
      objectOf(context.unused.map((field) => `${quoteLiteral(named(field))}, nullif(${cell(field)}, '')`)),
  };
}

/** `sound` is said of whole records; items of their lists have to be looked at. */
function jsonFaults(sound: Part['sound']): string[] {
  const doubled = quoteLiteral(`DUPLICATE_KEY${REASON_MARK}the record states the same key twice`);
  const duplicate = `WHEN len(json_keys(o1)) <> list_unique(json_keys(o1)) THEN ${doubled}`;
  // Counting the keys of each record costs as much as all the rest of it: only where one may be stated twice.
  if (sound) return sound.doubled ? [duplicate] : [];
  return [
    `WHEN o1 IS NULL AND NOT json_valid(raw) THEN ${quoteLiteral(`MALFORMED_JSON${REASON_MARK}the line is not one complete JSON value`)}`,
    `WHEN o1 IS NULL THEN ${quoteLiteral(`NOT_AN_OBJECT${REASON_MARK}the record is not an object with named fields`)}`,
    duplicate,
  ];
}

function jsonFields(part: Part, bound: BoundTarget, context: SelectContext): Fields {
  const { of, each } = bound.target;
  const list = of ?? [...part.keys.keys()][0] ?? '$';
  const parentKnown = part.keys.get(list) ?? [];
  const known = each === undefined ? parentKnown : (part.keys.get(`${list}>${each}`) ?? []);
  const own: string[] = [];
  const parent: string[] = [];
  const slot = (column: BoundColumn, field: string) => {
    const paths = column.parent ? parent : own;
    const path = pointer(steps(field, column.parent ? parentKnown : known));
    if (!paths.includes(path)) paths.push(path);
    return `${column.parent ? 'p' : 'x'}[${paths.indexOf(path) + 1}]`;
  };
  for (const column of bound.columns) for (const field of column.fields) slot(column, field);
  const object = part.sound ? 'j' : `CASE WHEN json_valid(j) AND json_type(j) = 'OBJECT' THEN j END`;
  const paths = (items: readonly string[]) => `[${items.map(quoteLiteral).join(', ')}]`;
  const extract = (name: string, items: readonly string[]) =>
    items.length === 0 ? `NULL::VARCHAR[]` : `json_extract_string(${name}, ${paths(items)})`;
  const others = context.unused.filter((key) => known.includes(key));
  return {
    text: (column, field) => {
      const value = slot(column, field);
      return column.as === 'text' || column.as === 'json' ? value : `trim(${value})`;
    },
    from: (numbered) => {
      const rows = relation(part, context.path);
      const base = part.numbered
        ? `(SELECT n, j FROM ${rows} WHERE o = ${quoteLiteral(list)})`
        : numbered || each !== undefined
          ? `(SELECT row_number() OVER () AS n, j FROM ${rows})`
          : rows;
      const n = part.numbered || numbered || each !== undefined ? 'n, ' : '';
      const records = `(SELECT ${n}j AS raw, ${object} AS o1 FROM ${base})`;
      if (each === undefined) return `(SELECT ${n}raw, o1, ${extract('o1', own)} AS x FROM ${records})`;
      const at = quoteLiteral(pointer(each));
      const items = `CASE WHEN json_type(o1, ${at}) = 'ARRAY' THEN json_extract(json_extract(o1, ${at}), '$[*]') END`;
      // Of the record only what its items need goes on: the whole of it beside each of thousands of items would fill the
      // memory. What stands beside unnest() is worked out for each item, so it has to be there before.
      const listed = `(SELECT n, ${extract('o1', parent)} AS p, ${items} AS items FROM ${records} WHERE o1 IS NOT NULL)`;
      const child = `(SELECT n, p, unnest(items)::VARCHAR AS o1 FROM ${listed})`;
      return `(SELECT n, o1 AS raw, o1, ${extract('o1', own)} AS x, p FROM ${child})`;
    },
    faults: jsonFaults(each === undefined ? part.sound : null),
    rest: (named) =>
      objectOf(
        others.map((key) => `${quoteLiteral(named(key))}, json_extract(o1, ${quoteLiteral(pointer(key))})`),
      ),
  };
}

interface ColumnSql {
  column: BoundColumn;
  /** SQL of the text, null where the column has none. */
  text: string | null;
  value: string;
}

function columnSql(column: BoundColumn, fields: Fields, context: SelectContext, index: number): ColumnSql {
  if (column.constant !== null)
    return { column, text: null, value: `${quoteLiteral(column.constant)}::${column.spec.type}` };
  if (column.as === 'chain') return { column, text: null, value: quoteLiteral(context.chain) };
  if (column.as === 'taken')
    return { column, text: null, value: `${quoteLiteral(context.taken)}::TIMESTAMPTZ` };
  if (column.as === 'position') return { column, text: null, value: 'NULL' };
  if (column.as === 'rest' || column.as === 'attributes') return { column, text: null, value: 'rest' };
  const texts = column.fields.map((field) => fields.text(column, field));
  let text =
    texts.length === 1 ? texts[0]! : `coalesce(${texts.map((one) => `nullif(${one}, '')`).join(', ')})`;
  // An empty text is a value of its own; an empty number or time is none.
  if (column.as !== 'text') text = `nullif(${text}, '')`;
  if (column.none.length > 0) {
    text = `CASE WHEN ${oneOf(`lower(${text})`, column.none.map((word) => quoteLiteral(word.toLowerCase())).join(', '))} THEN NULL ELSE ${text} END`;
  }
  const t = `t${index}`;
  return { column, text, value: coerce(column.as, column.values ? `(${translate(column.values, t)})` : t) };
}

function fieldLabel(column: BoundColumn): string {
  return column.fields[0] ?? column.spec.name;
}

function reasonCases(columns: readonly ColumnSql[]): string[] {
  return columns.flatMap(({ column, text }, i) => {
    const cases: string[] = [];
    const meaning = MEANINGS[column.as];
    const label = fieldLabel(column);
    if (text !== null && meaning !== undefined) {
      const message = `${quoteLiteral(`BAD_VALUE${REASON_MARK}${label}: "`)} || left(t${i}, 80) || ${quoteLiteral(`" is not ${meaning}`)}`;
      cases.push(`WHEN t${i} IS NOT NULL AND r${i} IS NULL THEN ${message}`);
    }
    if (column.required) {
      const absent = column.as === 'text' ? `(r${i} IS NULL OR r${i} = '')` : `r${i} IS NULL`;
      cases.push(`WHEN ${absent} THEN ${quoteLiteral(`MISSING_VALUE${REASON_MARK}${label} is empty`)}`);
    }
    return cases;
  });
}

/** SQL that loads one target from a part, and tells why records are not loaded. */
export function targetSql(part: Part, bound: BoundTarget, context: SelectContext): TargetSql {
  const fields = part.shape === 'cells' ? cellFields(part, context) : jsonFields(part, bound, context);
  const columns = bound.columns.map((column, i) => columnSql(column, fields, context, i));
  const cases = [...fields.faults, ...reasonCases(columns)];
  const texts = columns.flatMap(({ text }, i) => (text === null ? [] : [`${text} AS t${i}`]));
  const carried = part.shape === 'json' ? ['raw', 'o1'] : [];
  const takesRest = columns.find((one) => one.value === 'rest');
  const named = takesRest?.column.as === 'attributes' ? attributeName : (field: string) => field;
  const rest = takesRest ? [`${fields.rest(named)} AS rest`] : [];
  const body = (numbered: boolean) => {
    const n = numbered ? ['n'] : [];
    const values = columns.map(({ value }, i) => `${value} AS r${i}`);
    const kept = columns.flatMap(({ text }, i) => (text === null ? [] : [`t${i}`]));
    const inner = [...n, ...carried, ...texts, ...rest];
    return `(SELECT ${[...n, ...carried, ...kept, ...values].join(', ')}
      FROM (SELECT ${(inner.length === 0 ? ['1'] : inner).join(', ')} FROM ${fields.from(numbered)}))`;
  };
  const numbered = part.numbered || bound.target.each !== undefined;
  const failed =
    cases.length === 0
      ? 'false'
      : `CASE ${cases.map((one) => `${one.slice(0, one.indexOf(' THEN '))} THEN true`).join(' ')} ELSE false END`;
  const number = numbered
    ? `CASE WHEN ${failed} THEN -n ELSE n END`
    : `CASE WHEN ${failed} THEN -1 ELSE 0 END`;
  const positions = columns
    .filter(({ column }) => column.as === 'position')
    .map(({ column }) => column.spec.name);
  const names = ['source_id', 'record_no', ...columns.map(({ column }) => quoteName(column.spec.name))];
  const outputs = columns.map(({ column }, i) => (numbered && column.as === 'position' ? 'n - 1' : `r${i}`));
  return {
    table: bound.target.table,
    insert: `INSERT INTO main.${quoteName(bound.target.table)} (${names.join(', ')})
      SELECT ${[quoteLiteral(context.sourceId), number, ...outputs].join(', ')} FROM ${body(numbered)}`,
    reasons:
      cases.length === 0
        ? 'SELECT 0::BIGINT AS n, NULL::VARCHAR AS why WHERE false'
        : `SELECT n, CASE ${cases.join(' ')} END AS why FROM ${body(true)} WHERE ${failed} ORDER BY n`,
    numbered,
    positions: numbered ? [] : positions,
  };
}
