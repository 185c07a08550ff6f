import {
  Bool,
  DateDay,
  Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Utf8,
  type Data,
  type DataType,
} from 'apache-arrow';
import { toPlain, type ColumnInfo, type DbValue } from '#engine/store/index.ts';

/**
 * DuckDB results as Arrow IPC streams. Built from typed arrays: apache-arrow's own builders compile code at run time,
 * which the window's content policy forbids, and extension-made Arrow crashes under Electron.
 *
 * Numbers, booleans, dates and timestamps keep their kind. What has no lossless counterpart in the window (decimals,
 * 128-bit integers, lists, structs, intervals …) travels as text; the field's metadata `duckdb` names the real type.
 */
type TypedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

interface Fixed {
  type: () => DataType;
  array: new (length: number) => TypedArray;
  value: (value: DbValue) => number | bigint;
}

const same = (value: DbValue) => value as number | bigint;
const micros = (value: DbValue) => (value as { micros: bigint }).micros;

const FIXED: Readonly<Record<string, Fixed>> = {
  TINYINT: { type: () => new Int8(), array: Int8Array, value: same },
  SMALLINT: { type: () => new Int16(), array: Int16Array, value: same },
  INTEGER: { type: () => new Int32(), array: Int32Array, value: same },
  BIGINT: { type: () => new Int64(), array: BigInt64Array, value: same },
  UTINYINT: { type: () => new Uint8(), array: Uint8Array, value: same },
  USMALLINT: { type: () => new Uint16(), array: Uint16Array, value: same },
  UINTEGER: { type: () => new Uint32(), array: Uint32Array, value: same },
  UBIGINT: { type: () => new Uint64(), array: BigUint64Array, value: same },
  FLOAT: { type: () => new Float32(), array: Float32Array, value: same },
  DOUBLE: { type: () => new Float64(), array: Float64Array, value: same },
  DATE: { type: () => new DateDay(), array: Int32Array, value: (value) => (value as { days: number }).days },
  TIMESTAMP: { type: () => new TimestampMicrosecond(), array: BigInt64Array, value: micros },
  'TIMESTAMP WITH TIME ZONE': {
    type: () => new TimestampMicrosecond('UTC'),
    array: BigInt64Array,
    value: micros,
  },
};

function arrowType(duckdb: string): DataType {
  if (duckdb === 'BOOLEAN') return new Bool();
  return FIXED[duckdb]?.type() ?? new Utf8();
}

export function arrowSchema(columns: readonly ColumnInfo[]): Schema {
  return new Schema(
    columns.map(
      (column) => new Field(column.name, arrowType(column.type), true, new Map([['duckdb', column.type]])),
    ),
  );
}

interface Validity {
  nullCount: number;
  nullBitmap: Uint8Array;
}

function validity(values: readonly DbValue[]): Validity {
  const bitmap = new Uint8Array((values.length + 7) >> 3);
  let nulls = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] === null) nulls += 1;
    else bitmap[i >> 3]! |= 1 << (i & 7);
  }
  return { nullCount: nulls, nullBitmap: bitmap };
}

function text(value: DbValue): string {
  if (typeof value === 'string') return value;
  const plain = toPlain(value);
  return typeof plain === 'object' ? JSON.stringify(plain) : String(value);
}

function textColumn(values: readonly DbValue[], nulls: Validity): Data {
  const texts = values.map((value) => (value === null ? '' : text(value)));
  const whole = texts.join('');
  const data = ENCODER.encode(whole);
  // Texts of the database are whole characters, so they are encoded alike together and apart; in ASCII, a byte each.
  return data.length === whole.length
    ? utf8(texts, nulls, data, (part) => part.length)
    : utf8(texts, nulls, data, (part) => Buffer.byteLength(part));
}

function utf8(
  texts: readonly string[],
  nulls: Validity,
  data: Uint8Array,
  size: (part: string) => number,
): Data {
  const valueOffsets = new Int32Array(texts.length + 1);
  for (let i = 0; i < texts.length; i += 1) valueOffsets[i + 1] = valueOffsets[i]! + size(texts[i]!);
  return makeData({ type: new Utf8(), length: texts.length, ...nulls, valueOffsets, data });
}

const ENCODER = new TextEncoder();

function booleanColumn(values: readonly DbValue[], nulls: Validity): Data {
  const data = new Uint8Array((values.length + 7) >> 3);
  for (let i = 0; i < values.length; i += 1) if (values[i] === true) data[i >> 3]! |= 1 << (i & 7);
  return makeData({ type: new Bool(), length: values.length, ...nulls, data });
}

function column(info: ColumnInfo, values: readonly DbValue[]): Data {
  const nulls = validity(values);
  if (info.type === 'BOOLEAN') return booleanColumn(values, nulls);
  const fixed = FIXED[info.type];
  if (!fixed) return textColumn(values, nulls);
  const data = new fixed.array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (value !== null) data[i] = fixed.value(value) as never;
  }
  return makeData({ type: fixed.type() as never, length: values.length, ...nulls, data: data as never });
}

/** One record batch from columns of DuckDB values, all of one length. */
export function recordBatch(
  schema: Schema,
  columns: readonly ColumnInfo[],
  values: readonly DbValue[][],
): RecordBatch {
  const length = values[0]?.length ?? 0;
  const children = columns.map((info, i) => column(info, values[i]!));
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }),
  );
}

/** A whole IPC stream with one batch. */
export function arrowStream(columns: readonly ColumnInfo[], values: readonly DbValue[][]): Uint8Array {
  const schema = arrowSchema(columns);
  const writer = new RecordBatchStreamWriter();
  writer.write(recordBatch(schema, columns, values));
  writer.close();
  return writer.toUint8Array(true);
}
