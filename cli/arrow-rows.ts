import { tableFromIPC, Type, type Vector } from 'apache-arrow';

/** Rows of an Arrow page as JSON values: instants as ISO text, days as YYYY-MM-DD, large integers as text. */
export function tableOfPage(arrow: Uint8Array): unknown[][] {
  const table = tableFromIPC(arrow);
  const readers = table.schema.fields.map((_, i) => reader(table.getChildAt(i)!));
  return Array.from({ length: table.numRows }, (_, row) => readers.map((read) => read(row)));
}

function reader(vector: Vector): (row: number) => unknown {
  const { typeId } = vector.type;
  if (typeId === Type.Timestamp) {
    const values = vector.data.flatMap((data) => [
      ...(data.values as BigInt64Array).subarray(0, data.length),
    ]);
    return (row) => (vector.isValid(row) ? isoText(values[row]!) : null);
  }
  if (typeId === Type.Date)
    return (row) =>
      vector.isValid(row) ? new Date(Number(vector.get(row))).toISOString().slice(0, 10) : null;
  return (row) => {
    const value: unknown = vector.get(row);
    if (typeof value === 'bigint')
      return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    return value;
  };
}

function isoText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const base = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  return fraction === 0n ? `${base}Z` : `${base}.${fraction.toString().padStart(6, '0').replace(/0+$/, '')}Z`;
}
