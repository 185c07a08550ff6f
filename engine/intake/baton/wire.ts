/** Fields of one Protocol Buffers message: numbers, or bytes, by field number, in order of appearance. */
export type Fields = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

/**
 * A message of the Protocol Buffers wire format (varint, 64-bit, length-delimited, 32-bit).
 * Throws RangeError where the bytes are none.
 */
export function parseMessage(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) break;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('a number runs over its end');
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    let value: bigint | Uint8Array;
    switch (tag % 8) {
      case 0:
        value = varint();
        break;
      case 1:
        value = view.getBigUint64(at, true);
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        if (at + length > bytes.length) throw new RangeError('a value runs over its end');
        value = bytes.subarray(at, at + length);
        at += length;
        break;
      }
      case 5:
        value = BigInt(view.getUint32(at, true));
        at += 4;
        break;
      default:
        throw new RangeError('an unknown kind of value');
    }
    const list = fields.get(number) ?? [];
    list.push(value);
    fields.set(number, list);
  }
  return fields;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Messages of a repeated field. */
export function messages(fields: Fields, number: number): Fields[] {
  return (fields.get(number) ?? []).flatMap((value) =>
    typeof value === 'bigint' ? [] : [parseMessage(value)],
  );
}

/** The last message of a field counts, as the format has it. */
export function message(fields: Fields | undefined, number: number): Fields | undefined {
  return fields && messages(fields, number).at(-1);
}

export function texts(fields: Fields | undefined, number: number): string[] {
  return (fields?.get(number) ?? []).flatMap((value) =>
    typeof value === 'bigint' ? [] : [decoder.decode(value)],
  );
}

/** Text of a field, null where it is absent or empty. */
export function text(fields: Fields | undefined, number: number): string | null {
  return texts(fields, number).at(-1) || null;
}

export function number(fields: Fields | undefined, field: number): number | null {
  const value = fields?.get(field)?.at(-1);
  return typeof value === 'bigint' ? Number(value) : null;
}

/** ISO 8601 of a `google.protobuf.Timestamp`. */
export function timestamp(fields: Fields | undefined, field: number): string | null {
  const seconds = number(message(fields, field), 1);
  if (seconds === null || seconds > 253_402_300_799) return null;
  return new Date(seconds * 1000).toISOString();
}
