/** Tags of the DER elements that Tickmark writes itself (X.690). */
export const SEQUENCE = 0x30;
export const SET = 0x31;
export const OCTETS = 0x04;

/** One DER element. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const length = body.byteLength;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), body]);
}

/** An object identifier from the hexadecimal digits of its content. */
export function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

export const ONE = Buffer.from([0x02, 0x01, 0x01]);
export const NULL = Buffer.from([0x05, 0x00]);
export const SHA256_ALGORITHM = der(SEQUENCE, oid('608648016503040201'));
