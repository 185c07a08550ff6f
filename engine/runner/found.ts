import { SEVERITIES, type Outcome, type Severity } from '#shared/model/vocabulary.ts';
import { findingId } from './finding-id.ts';
import type { Handover } from './handover.ts';
import { isoMoments } from './iso-moments.ts';
import type { ProcedureRow } from './kit/index.ts';
import type { Procedure } from './registry.ts';

/** A row that becomes a finding; `details` and `source_rows` are JSON text. */
export interface FoundRow {
  subject_type: string;
  subject_id: string;
  outcome: Outcome;
  reason_code: string;
  summary: string;
  details: string;
  source_rows: string;
  finding_key: string;
  severity: Severity;
}

/** What a procedure found, in its order. The rows of a large company stay in the database until they are written down. */
export interface Found {
  /** Rows that are handed over; `total` counts those too that are more than can be written down. */
  count: number;
  total: number;
  /** All of them at once, for results that are known to be small. */
  rows: () => Promise<readonly FoundRow[]>;
  /** Hands them over as those of a run. */
  write: (handover: Handover, runId: string) => Promise<void>;
}

/** Findings that one procedure writes down in one run. Beyond it a list helps nobody, and its cause is one. */
export const MOST_FINDINGS = 250_000;

export const NOTHING_FOUND: Found = { count: 0, total: 0, rows: async () => [], write: async () => {} };

/** An own procedure of one severity need not state its reasons, nor give each row one. */
export function isKnownReason({ meta, own }: Procedure, reason: string): boolean {
  const anyReason = own !== null && typeof meta.severity === 'string';
  return Object.hasOwn(meta.reasons, reason) || (anyReason && /^([a-z][a-z0-9_]*)?$/.test(reason));
}

export function unknownReason(reason: unknown): Error {
  return new Error(`the reason ${String(reason)} is not stated in the front matter`);
}

export function twins(
  { own }: Procedure,
  row: { subject_type: unknown; subject_id: unknown; reason_code: unknown },
): Error {
  const subject = `${String(row.subject_type)} ${String(row.subject_id)}`;
  if (own?.rows)
    return new Error(
      `several rows of ${subject} cannot be told apart: name the columns that tell them apart`,
    );
  return new Error(`two findings of ${subject} (${String(row.reason_code)}) have one identity`);
}

function severityOf(procedure: Procedure, reason: string, stated: unknown): Severity {
  if (SEVERITIES.includes(stated as Severity)) return stated as Severity;
  const { severity } = procedure.meta;
  return typeof severity === 'string' ? severity : severity[reason]!;
}

/** The same of rows that a procedure in TypeScript returned. */
export function foundOf(procedure: Procedure, rows: readonly ProcedureRow[]): Found {
  const seen = new Set<string>();
  const found = rows
    .filter((row) => row.outcome !== 'pass' && row.outcome !== 'not_applicable')
    .map((row): FoundRow => {
      const { details, source_rows, subject_type, subject_id, reason_code, outcome, summary } = row;
      if (!Object.hasOwn(procedure.meta.reasons, reason_code)) throw unknownReason(reason_code);
      const finding_key = row.finding_key ?? '';
      const identity = JSON.stringify([subject_type, subject_id, reason_code, finding_key]);
      if (seen.has(identity)) throw twins(procedure, row);
      seen.add(identity);
      return {
        subject_type,
        subject_id,
        outcome,
        reason_code,
        summary,
        details: isoMoments(JSON.stringify(details)),
        source_rows: JSON.stringify(source_rows),
        finding_key,
        severity: severityOf(procedure, reason_code, row.severity),
      };
    });
  const written = found.slice(0, MOST_FINDINGS);
  return {
    count: written.length,
    total: found.length,
    rows: async () => written,
    write: (handover, runId) => handover.texts(written.map((row) => texts(procedure.meta.id, row, runId))),
  };
}

/** In the order of the columns of work.findings, without the position. */
function texts(procedure: string, row: FoundRow, runId: string): string[] {
  const { severity, outcome, subject_type, subject_id, reason_code, finding_key, summary, details } = row;
  const id = findingId(procedure, subject_type, subject_id, reason_code, finding_key);
  const subject = [subject_type, subject_id, reason_code, finding_key];
  return [id, runId, procedure, severity, outcome, ...subject, summary, details, row.source_rows];
}
