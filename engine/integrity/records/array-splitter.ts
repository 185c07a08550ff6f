import type { ChainRecordLine } from './record.ts';

const BEFORE = 0;
const BETWEEN = 1;
const INSIDE = 2;
const AFTER = 3;

/** Cuts the elements of one JSON array, without reading what is inside them beyond strings and brackets. */
export class ArraySplitter {
  /** Bytes at the start of the log that belong to no record (a byte order mark). */
  readonly skip: number;
  private state = BEFORE;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private comma = false;
  private index = 0;
  private offset: number;
  private elementStart = 0;
  private carried: Uint8Array = new Uint8Array(0);

  constructor(skip: number) {
    this.skip = skip;
    this.offset = skip;
  }

  push(chunk: Uint8Array): ChainRecordLine[] {
    const batch: ChainRecordLine[] = [];
    let start = this.state === INSIDE ? 0 : -1;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i]!;
      if (this.state === INSIDE) {
        if (!this.inside(c)) continue;
        this.add(batch, chunk.subarray(start, i));
        start = -1;
        this.separator(batch, c, i);
      } else if (c === 32 || c === 9 || c === 10 || c === 13) {
        continue;
      } else if (this.state === BEFORE) {
        this.state = BETWEEN;
      } else if (this.state === AFTER) {
        this.fault(batch, this.offset + i, 'text after the end of the array');
        break;
      } else if (c === 44 || c === 93) {
        if (c === 44 || this.comma) this.fault(batch, this.offset + i, 'a record is missing between commas');
        this.separator(batch, c, i);
      } else {
        this.state = INSIDE;
        this.elementStart = this.offset + i;
        start = i;
        this.inside(c);
      }
    }
    if (start >= 0) this.carry(chunk.subarray(start));
    this.offset += chunk.length;
    return batch;
  }

  finish(): ChainRecordLine[] {
    const batch: ChainRecordLine[] = [];
    if (this.state === AFTER) return batch;
    if (this.state === INSIDE) {
      batch.push({
        index: this.index++,
        offset: this.elementStart,
        bytes: this.carried,
        fault: 'the log ends in the middle of a record',
      });
    } else {
      this.fault(batch, this.offset, 'the log ends before the array is closed');
    }
    return batch;
  }

  /** True when this byte ends the element. */
  private inside(c: number): boolean {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (c === 92) this.escaped = true;
      else if (c === 34) this.inString = false;
    } else if (c === 34) {
      this.inString = true;
    } else if (c === 123 || c === 91) {
      this.depth++;
    } else if (c === 125 || c === 93) {
      if (this.depth === 0) return true;
      this.depth--;
    } else if (c === 44 && this.depth === 0) {
      return true;
    }
    return false;
  }

  private separator(batch: ChainRecordLine[], c: number, at: number): void {
    this.comma = c === 44;
    this.state = c === 44 ? BETWEEN : AFTER;
    if (c === 125) this.fault(batch, this.offset + at, 'a closing brace without its opening one');
  }

  private carry(bytes: Uint8Array): void {
    const joined = new Uint8Array(this.carried.length + bytes.length);
    joined.set(this.carried);
    joined.set(bytes, this.carried.length);
    this.carried = joined;
  }

  private add(batch: ChainRecordLine[], tail: Uint8Array): void {
    let bytes = tail;
    if (this.carried.length > 0) {
      this.carry(tail);
      bytes = this.carried;
      this.carried = new Uint8Array(0);
    }
    let end = bytes.length;
    while (end > 0 && bytes[end - 1]! <= 32) end--;
    batch.push({ index: this.index++, offset: this.elementStart, bytes: bytes.subarray(0, end) });
  }

  private fault(batch: ChainRecordLine[], offset: number, fault: string): void {
    batch.push({ index: this.index++, offset, bytes: new Uint8Array(0), fault });
  }
}
