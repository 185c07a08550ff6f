import type { ChainBreak, ChainPart } from './chain.ts';
import type { BreakKind, ChainVerdict } from './vocabulary.ts';

/** A stretch of records, `to` excluded. Times are those of the events in it, null where the log is in no table. */
export interface StripBin {
  from: number;
  to: number;
  first_at: string | null;
  last_at: string | null;
  breaks: Partial<Record<BreakKind, number>>;
}

/** A stretch without a break (`holds`), or the record at which there is one. `to` excluded. */
export interface StripSegment {
  from: number;
  to: number;
  state: 'holds' | 'break';
  kinds: BreakKind[];
}

/** A log in a form that can be drawn: bins of `bin_size` records, and the stretches between breaks. */
export interface ChainStrip {
  chain: string;
  profile: string;
  events: number;
  verdict: ChainVerdict;
  head: string | null;
  not_proven: string[];
  first_at: string | null;
  last_at: string | null;
  bin_size: number;
  bins: StripBin[];
  /** The first 500. */
  segments: StripSegment[];
  segments_total: number;
  breaks_total: number;
  /** The files of the log; positions count through them. */
  parts: ChainPart[];
}

/** One record of a log with what is needed to check it by hand. */
export interface ChainRecordView {
  chain: string;
  /** Zero-based, as breaks are named. */
  index: number;
  source_id: string;
  /** The file that the record stands in. */
  file: string;
  /** One-based place in that file, as tables name it. */
  record_no: number;
  event_id: string | null;
  /** As the record writes it. */
  occurred_at: string | null;
  profile: string;
  algorithm: string;
  /** Why the record cannot be read; what follows is then null. */
  fault: string | null;
  stated: string | null;
  computed: string | null;
  agrees: boolean | null;
  /** Hash that the record names as the one before; null at the start of a chain. */
  previous: string | null;
  /** Command that prints the hash of `bytes`. */
  check_with: string;
  /** Stands before the digits of a stated hash, such as 0x. */
  prefix: string;
  /** The record as received; null when it is no UTF-8. */
  raw: string | null;
  preimage_size: number;
  /** The bytes that are hashed, as text and as hex: the first 64 KiB. */
  preimage_text: string | null;
  preimage_hex: string | null;
  /** Not all is shown. */
  cut: boolean;
  /** The bytes that are hashed, whole, to be saved and checked; empty where there are none or more than 8 MiB. */
  bytes: Uint8Array;
  breaks: ChainBreak[];
}
