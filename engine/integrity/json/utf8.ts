const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Length in bytes of the well-formed UTF-8 sequence at `at` (RFC 3629 table 3-7), or 0 when it is not well formed. */
export function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const count = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + count > end) return 0;
  const second = bytes[at + 1]!;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let i = 2; i < count; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  return count;
}

/** Code point of the sequence at `at`, whose length is known and checked. */
export function codePointAt(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at]!;
  if (length === 1) return first;
  if (length === 2) return ((first & 0x1f) << 6) | (bytes[at + 1]! & 0x3f);
  const middle = ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f);
  if (length === 3) return ((first & 0x0f) << 12) | middle;
  return ((first & 0x07) << 18) | (middle << 6) | (bytes[at + 3]! & 0x3f);
}

/** Text of `bytes[start, end)`. Short ASCII runs, nearly all of an audit trail, skip the decoder. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 128) {
    let i = start;
    while (i < end && bytes[i]! < 0x80) i++;
    if (i === end) return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
  }
  return decoder.decode(bytes.subarray(start, end));
}

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}
