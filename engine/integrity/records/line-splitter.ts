import type { ChainRecordLine } from './record.ts';

/** Cuts at line feeds. A record that spans chunks is copied; all others are views of the chunk. */
export class LineSplitter {
  /** Bytes at the start of the log that belong to no record (a byte order mark). */
  readonly skip: number;
  private index = 0;
  private offset: number;
  private carried: Uint8Array[] = [];
  private carriedLength = 0;
  private lineStart = 0;

  constructor(skip: number) {
    this.skip = skip;
    this.offset = skip;
  }

  push(chunk: Uint8Array): ChainRecordLine[] {
    const batch: ChainRecordLine[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end < 0) break;
      if (this.carriedLength > 0) {
        this.carry(chunk.subarray(start, end));
        this.flush(batch);
      } else {
        this.add(batch, chunk.subarray(start, end), this.offset + start);
      }
      start = end + 1;
    }
    // A copy: the host may reuse the chunk while the rest of the line is still to come.
    if (start < chunk.length) {
      if (this.carriedLength === 0) this.lineStart = this.offset + start;
      this.carry(chunk.slice(start));
    }
    this.offset += chunk.length;
    return batch;
  }

  finish(): ChainRecordLine[] {
    const batch: ChainRecordLine[] = [];
    if (this.carriedLength > 0) this.flush(batch);
    return batch;
  }

  private carry(bytes: Uint8Array): void {
    this.carried.push(bytes);
    this.carriedLength += bytes.length;
  }

  private flush(batch: ChainRecordLine[]): void {
    const line = new Uint8Array(this.carriedLength);
    let at = 0;
    for (const part of this.carried) {
      line.set(part, at);
      at += part.length;
    }
    this.carried = [];
    this.carriedLength = 0;
    this.add(batch, line, this.lineStart);
  }

  private add(batch: ChainRecordLine[], line: Uint8Array, offset: number): void {
    let end = line.length;
    if (end > 0 && line[end - 1] === 13) end--;
    let start = 0;
    while (start < end && (line[start] === 32 || line[start] === 9)) start++;
    if (start === end) return;
    batch.push({ index: this.index++, offset: offset + start, bytes: line.subarray(start, end) });
  }
}
