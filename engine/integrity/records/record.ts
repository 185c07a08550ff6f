/** One record of a log, as bytes. */
export interface ChainRecordLine {
  /** Zero-based position among the records of the log; blank lines do not count. */
  index: number;
  /** Offset of the first byte in the (decompressed) log. */
  offset: number;
  /** The record without line end, separator or surrounding space. */
  bytes: Uint8Array;
  /** Set when the log itself is damaged here: why the bytes are no record. */
  fault?: string;
}

/** Records one by one, or in batches (faster: one step of an async iterator serves many records). */
export type RecordSource =
  | Iterable<ChainRecordLine | readonly ChainRecordLine[]>
  | AsyncIterable<ChainRecordLine | readonly ChainRecordLine[]>;
