import type { CancelSignal } from '#shared/contract/envelope.ts';
import type { TrailCrypto, TrailFiles } from '#engine/integrity/cloudtrail/index.ts';
import type { Digests, StartHashing } from '#engine/integrity/index.ts';
import type { Outcome, Severity } from '#shared/model/vocabulary.ts';
import type { Places } from './places.ts';

/** What may travel between a procedure and the database. */
export type Scalar = null | boolean | number | string;
export type Cell = Scalar | Cell[] | { [key: string]: Cell };
export type CellRow = Record<string, Cell>;

/** Where a row of evidence came from: canonical table, receipt, one-based record of that file. */
export interface SourceRow {
  table: string;
  source_id: string;
  record_no: number;
}

/** One subject that was tested. SQL procedures return the same columns under the same names. */
export interface ProcedureRow {
  subject_type: string;
  subject_id: string;
  outcome: Outcome;
  reason_code: string;
  summary: string;
  details: CellRow;
  source_rows: SourceRow[];
  /** Tells several findings of one subject and reason apart; '' when there can be only one. */
  finding_key?: string;
  /** Replaces the severity that the procedure states for the reason. */
  severity?: Severity;
}

export type ParamValue = string | number | boolean;

/** A parameter of a procedure. `min` and `max` are included in the range. */
export interface ParamSpec {
  type: 'integer' | 'decimal' | 'text' | 'boolean';
  unit: string;
  doc: string;
  default: ParamValue;
  min?: number;
  max?: number;
  /** Regular expression that a text must match as a whole. */
  pattern?: string;
}

/** Texts of a finding; `{details.x}`, `{subject_id}`, `{summary}` and `{params.x}` are filled in. */
export interface FindingTexts {
  condition?: string;
  criteria?: string;
  cause?: string;
  effect?: string;
  recommendation?: string;
}

export interface ReasonSpec extends FindingTexts {
  /** What the reason means, as a short clause. */
  title: string;
}

export interface OptionalNeed {
  columns: string[];
  /** What is not tested when the table was not imported. */
  without: string;
}

/** Everything that is stated of a procedure beside its logic: the front matter of `procedure.sql`, or `meta`. */
export interface ProcedureMeta {
  /** `family.short-state`, permanent. */
  id: string;
  version: number;
  /** The expected state, as a sentence. */
  title: string;
  severity: Severity | Record<string, Severity>;
  /** Subject types that the rows speak of. */
  subject: string | string[];
  /** Tables without which the test cannot be made, and the columns that it reads. */
  needs: Record<string, string[]>;
  optional_needs?: Record<string, OptionalNeed>;
  params: Record<string, ParamSpec>;
  /** Ids of earlier procedures that this one stands for. */
  replaces: string[];
  reasons: Record<string, ReasonSpec>;
  texts?: FindingTexts;
}

/** A file of a hash-chained log as received, decompressed. It may be the whole log or one of its files. */
export interface ChainInput {
  /** Name of the log when this file is all of it. */
  chain: string;
  sourceId: string;
  /** File name, unlike that of every other file. */
  name: string;
  /** Byte for byte, in pieces of any size; may be called more than once. */
  open(): AsyncIterable<Uint8Array>;
}

/** What a `procedure.ts` is given. It reads; it cannot write. */
export interface ProcedureContext {
  query(sql: string, params?: Readonly<Record<string, Scalar>>): Promise<CellRow[]>;
  params: Readonly<Record<string, ParamValue>>;
  /** Instant, ISO 8601 in UTC. */
  as_of: string;
  /** Instants: start included, end excluded. */
  period: { start: string; end: string };
  timezone: string;
  /** Files of hash-chained logs among the sources, in order of import. */
  chains(): Promise<ChainInput[]>;
  /** Files of CloudTrail trails among the sources; null without any digest. */
  trails(): Promise<TrailFiles | null>;
  /** A database of addresses by its SHA-256; throws where it is not at hand. */
  places(digest: string): Places;
  trailCrypto: TrailCrypto;
  digests: Digests;
  /** Hashing of long logs in threads of their own. */
  startHashing: StartHashing;
  signal: CancelSignal | undefined;
}

export interface ProcedureResult {
  /** Number of subjects tested. */
  population: number;
  /** Rows of all subjects, or of those only that did not pass. */
  rows: ProcedureRow[];
  /** What the run rested on and what it could not test, in sentences; they stand beside its status. */
  notes?: readonly string[];
}

export interface TypedProcedure {
  meta: ProcedureMeta;
  run(context: ProcedureContext): Promise<ProcedureResult>;
}
