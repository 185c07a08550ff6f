/** Growing byte buffer that canonical writers append to; reused from record to record. */
export class ByteSink {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(4096);
  length = 0;
  /** First reason why the value has no canonical form, or null. */
  fault: string | null = null;

  reset(): void {
    this.length = 0;
    this.fault = null;
  }

  /** View of what was written; valid until the next write or reset. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Appends `source[start, end)`. */
  copy(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.reserve(count);
    // A call of set() with a fresh view costs more than a short loop.
    if (count > 96) {
      this.bytes.set(source.subarray(start, end), this.length);
      this.length += count;
      return;
    }
    const target = this.bytes;
    let at = this.length;
    for (let i = start; i < end; i++) target[at++] = source[i]!;
    this.length = at;
  }

  /** Appends text that holds only characters below U+0080. */
  ascii(text: string): void {
    this.reserve(text.length);
    const target = this.bytes;
    let at = this.length;
    for (let i = 0; i < text.length; i++) target[at++] = text.charCodeAt(i);
    this.length = at;
  }

  /** Appends one code point as UTF-8; a lone surrogate is written as its three-byte pattern. */
  codePoint(value: number): void {
    this.reserve(4);
    const target = this.bytes;
    if (value < 0x80) {
      target[this.length++] = value;
    } else if (value < 0x800) {
      target[this.length++] = 0xc0 | (value >> 6);
      target[this.length++] = 0x80 | (value & 0x3f);
    } else if (value < 0x10000) {
      target[this.length++] = 0xe0 | (value >> 12);
      target[this.length++] = 0x80 | ((value >> 6) & 0x3f);
      target[this.length++] = 0x80 | (value & 0x3f);
    } else {
      target[this.length++] = 0xf0 | (value >> 18);
      target[this.length++] = 0x80 | ((value >> 12) & 0x3f);
      target[this.length++] = 0x80 | ((value >> 6) & 0x3f);
      target[this.length++] = 0x80 | (value & 0x3f);
    }
  }
}
