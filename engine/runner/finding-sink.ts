import type { Appender, ChunkStream } from '#engine/store/index.ts';

/** Rows of a full row group: those go to the disk as they are; a part of one is written to the log and then once more. */
const ROW_GROUP = 122_880;

/** Takes findings into work.findings. */
export class FindingSink {
  readonly #appender: Appender;
  #rows = 0;

  constructor(appender: Appender) {
    this.#appender = appender;
  }

  /** All columns of work.findings, as a statement gives them. */
  async stream({ chunks }: ChunkStream): Promise<void> {
    for await (const chunk of chunks) {
      this.#appender.appendDataChunk(chunk);
      this.#count(chunk.rowCount);
    }
  }

  /** One finding: all columns but the last, and its position. */
  row(texts: readonly string[], position: number): void {
    for (const text of texts) this.#appender.appendVarchar(text);
    this.#appender.appendBigInt(BigInt(position));
    this.#appender.endRow();
    this.#count(1);
  }

  close(): void {
    this.#appender.closeSync();
  }

  #count(rows: number): void {
    this.#rows += rows;
    if (this.#rows < ROW_GROUP) return;
    this.#appender.flushSync();
    this.#rows = 0;
  }
}
