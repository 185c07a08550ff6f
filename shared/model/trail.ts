/** One thing that a source says happened, or was seen, in the trail of a person or a resource. */
export interface TrailEntry {
  /** Instant in UTC; of observed changes the moment of the later snapshot. */
  at: string;
  /** Only for what snapshots show: it happened after this instant and not after `at`. */
  not_before: string | null;
  /** Table that it comes from. */
  source: string;
  kind: string;
  person: string | null;
  /** `system:resource`, or either where only one is known. */
  resource: string | null;
  permission: string | null;
  actor: string | null;
  detail: string;
  /** Id in its own source: event, exception, request. */
  reference: string | null;
  /** The entry as a sentence. */
  text: string;
  source_id: string;
  /** One-based. */
  record_no: number;
}

/** Everything recorded about one subject, oldest first. */
export interface SubjectTrail {
  /** `user:EMAIL` or `resource:SYSTEM:RESOURCE`. */
  subject: string;
  entries: TrailEntry[];
  /** Entries there are; `entries` may be a page of them. */
  total: number;
  /** Use of systems is counted by day, not listed. */
  use: { day: string; system: string; entries: number; denied: number }[];
  /** Tables with rows that the trail could be made from. */
  sources: string[];
  first_at: string | null;
  last_at: string | null;
}
