import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBArrayValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBUnionValue,
  DuckDBVariantValue,
  type DuckDBValue,
} from '@duckdb/node-api';

/** A value as DuckDB's client hands it over. */
export type DbValue = DuckDBValue;

/** A database value as JSON can carry it. Integers beyond 2^53 and decimals that a double cannot hold stay text. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

const MICROS_PER_SECOND = 1_000_000n;

/** ISO 8601 text of microseconds since 1970, with as many fraction digits as needed (none or up to six). */
export function isoFromMicros(micros: bigint): string {
  const seconds =
    micros >= 0n ? micros / MICROS_PER_SECOND : (micros - MICROS_PER_SECOND + 1n) / MICROS_PER_SECOND;
  const fraction = micros - seconds * MICROS_PER_SECOND;
  const base = new Date(Number(seconds) * 1000).toISOString().slice(0, -5);
  if (fraction === 0n) return `${base}Z`;
  return `${base}.${fraction.toString().padStart(6, '0').replace(/0+$/, '')}Z`;
}

function timestamp(micros: bigint, original: { toString(): string }): string {
  // Infinities and years beyond what Date can hold keep DuckDB's own text.
  const limit = 8_640_000_000_000n * MICROS_PER_SECOND;
  return micros > -limit && micros < limit ? isoFromMicros(micros) : original.toString();
}

/** Shape-preserving conversion of what node-api returns; unknown kinds become their DuckDB text. */
export function toPlain(value: DuckDBValue): Plain {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') {
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
      ? Number(value)
      : value.toString();
  }
  if (value instanceof DuckDBTimestampTZValue || value instanceof DuckDBTimestampValue)
    return timestamp(value.micros, value);
  if (value instanceof DuckDBTimestampMillisecondsValue) return timestamp(value.millis * 1000n, value);
  if (value instanceof DuckDBTimestampSecondsValue)
    return timestamp(value.seconds * MICROS_PER_SECOND, value);
  if (value instanceof DuckDBTimestampNanosecondsValue) return timestamp(value.nanos / 1000n, value);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBDecimalValue) {
    const number = value.toDouble();
    return Number.isSafeInteger(Math.trunc(number)) ? number : value.toString();
  }
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toPlain);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([key, item]) => [key, toPlain(item)]));
  }
  if (value instanceof DuckDBMapValue) {
    return value.entries.map((entry) => ({ key: toPlain(entry.key), value: toPlain(entry.value) }));
  }
  if (value instanceof DuckDBUnionValue || value instanceof DuckDBVariantValue) return String(value);
  if (value instanceof DuckDBBlobValue) return value.toString();
  return String(value);
}
