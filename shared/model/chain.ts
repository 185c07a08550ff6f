import type { BreakKind, ChainVerdict } from './vocabulary.ts';

/** One place where a hash chain does not hold. */
export interface ChainBreak {
  kind: BreakKind;
  /** Zero-based position of the record in the log as received. */
  index: number;
  event_id: string | null;
  detail: string;
  /** Hash that the record states, and the one recomputed from its bytes, where both exist. */
  stated?: string | null;
  computed?: string | null;
}

/** One of the files of a log. */
export interface ChainPart {
  /** Its name, as received. */
  file: string;
  /** Source of the engagement that it is; null for a loose file. */
  source_id: string | null;
  /** Zero-based position of its first record in the whole log. */
  from: number;
  records: number;
}

/** Verdict over one chain. `not_proven` lists what the log alone cannot show: tail, order, completeness, authorship. */
export interface ChainReport {
  chain: string;
  profile: string;
  events: number;
  verdict: ChainVerdict;
  first_id: string | null;
  last_id: string | null;
  /** Hash of the last record: the anchor for the next audit. */
  head: string | null;
  breaks: ChainBreak[];
  /** Findings that do not break the chain: time running backwards, truncated digests. */
  warnings: string[];
  not_proven: string[];
  /** The verdict in plain sentences, what is proven first, then what is not and what would prove it. */
  statement: string[];
  /** The profile as JSON, where no known one explains the log and it was worked out from its records. */
  worked_out?: string;
  /** The files of the log in the order in which they were read; positions of breaks count through them. */
  parts?: ChainPart[];
}
