import type { ChainVerdict } from './vocabulary.ts';

export const TRAIL_PROBLEMS = [
  'digest_altered',
  'digest_missing',
  'digest_malformed',
  'digest_moved',
  'gap',
  'restart',
  'log_altered',
  'log_missing',
  'log_unlisted',
  'key_missing',
  'key_unfit',
  'signature_missing',
  'signature_contradicts',
] as const;
export type TrailProblemKind = (typeof TRAIL_PROBLEMS)[number];

/** One place where the files of a CloudTrail trail and its digests do not agree, or where nothing can be said. */
export interface TrailProblem {
  kind: TrailProblemKind;
  /** S3 key of the digest or log file, without the bucket; null for a stretch of time. */
  object: string | null;
  detail: string;
  /** Stretch of time that it concerns, instants in UTC. */
  from?: string;
  to?: string;
}

/** What the digests of one trail in one region prove of its log files. */
export interface TrailReport {
  /** `account region trail`, with ` backfill` where it is the chain of files delivered late. */
  trail: string;
  verdict: ChainVerdict;
  /** From the start of the first digest to the end of the last one, of those in the period asked for; null = none. */
  covered: { from: string; to: string } | null;
  digests: {
    found: number;
    valid: number;
    altered: number;
    missing: number;
    not_proven: number;
    empty: number;
  };
  /** `expected`: named by the digests. `not_proven`: they agree with a digest that is itself not proven. */
  log_files: {
    expected: number;
    valid: number;
    altered: number;
    missing: number;
    not_proven: number;
    unlisted: number;
  };
  problems: TrailProblem[];
  warnings: string[];
  not_proven: string[];
  /** The verdict in plain sentences: period, files, what is not proven and what would prove it. */
  statement: string[];
}

export interface TrailsReport {
  trails: TrailReport[];
  /** Period asked for, instants in UTC; null = whatever the files cover. */
  asked: { from: string; to: string } | null;
  /** Fingerprints of the public keys that signatures were checked with. */
  keys: string[];
  /** Files that are no digest, key list, signature or log file, and digests that cannot be read. */
  unread: { file: string; reason: string }[];
}
