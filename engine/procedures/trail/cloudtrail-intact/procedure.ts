import {
  TRAIL_PROBLEMS,
  type TrailProblem,
  type TrailProblemKind,
  type TrailReport,
} from '#shared/model/cloudtrail.ts';
import type { Severity } from '#shared/model/vocabulary.ts';
import { verifyTrails } from '#engine/integrity/cloudtrail/index.ts';
import type {
  ProcedureContext,
  ProcedureMeta,
  ProcedureResult,
  ProcedureRow,
} from '#engine/runner/kit/index.ts';

const TITLES: Record<TrailProblemKind, string> = {
  digest_altered: 'A digest was altered',
  digest_missing: 'Digests are missing',
  digest_malformed: 'A digest cannot be read',
  digest_moved: 'A digest was handed over under another name',
  gap: 'No digest counts for part of the time',
  restart: 'The chain of digests began anew',
  log_altered: 'A log file was altered',
  log_missing: 'A log file that a digest names is missing',
  log_unlisted: 'A log file is there that no digest names',
  key_missing: 'The public key of a digest was not handed over',
  key_unfit: 'A digest is signed in a way that cannot be checked',
  signature_missing: 'The signature of a digest was not handed over',
  signature_contradicts: 'A digest repeats another signature than the one that holds',
};

const FAULTS = new Set<TrailProblemKind>([
  'digest_altered',
  'digest_missing',
  'digest_malformed',
  'gap',
  'log_altered',
  'log_missing',
  'log_unlisted',
  'signature_contradicts',
]);

const severity = (kind: TrailProblemKind): Severity => (FAULTS.has(kind) ? 'critical' : 'medium');

export const meta: ProcedureMeta = {
  id: 'trail.cloudtrail-intact',
  version: 1,
  title: 'CloudTrail log files and digests are as CloudTrail delivered them, without a hole',
  severity: {
    ...Object.fromEntries(TRAIL_PROBLEMS.map((kind) => [kind, severity(kind)])),
    digest_moved: 'low',
    intact: 'low',
  },
  subject: 'trail',
  needs: { trail_digests: ['digest_object', 'counts_from', 'counts_until'] },
  params: {},
  replaces: [],
  reasons: {
    ...Object.fromEntries(TRAIL_PROBLEMS.map((kind) => [kind, { title: TITLES[kind] }])),
    signature_missing: {
      title: TITLES.signature_missing,
      effect: 'Nothing is known of this digest and of the log files that only it names.',
      recommendation: 'Ask for the metadata of the digest: aws s3api head-object.',
    },
    key_missing: {
      title: TITLES.key_missing,
      recommendation: 'Ask for list-public-keys of the region over the whole period.',
    },
    intact: { title: 'All digests and log files are valid' },
  },
  texts: {
    criteria:
      'CloudTrail signs a digest of its log files each hour, and each digest carries the signature of the one before it.',
    effect: 'The log files cannot be relied on as evidence for the time named.',
    recommendation: 'Copy the files out of the bucket again; find out who could write to it.',
  },
};

/** Problems that a finding lists; their number is never cut. */
const SHOWN = 200;

function row(report: TrailReport, kind: TrailProblemKind, problems: readonly TrailProblem[]): ProcedureRow {
  const first = problems[0]!;
  return {
    subject_type: 'trail',
    subject_id: report.trail,
    outcome: FAULTS.has(kind) ? 'exception' : 'indeterminate',
    reason_code: kind,
    summary: `${TITLES[kind]}: ${first.object ?? `${first.from} to ${first.to}`}${problems.length > 1 ? ` and ${problems.length - 1} more` : ''}`,
    details: {
      verdict: report.verdict,
      problems: problems.length,
      places: problems
        .slice(0, SHOWN)
        .map(({ object, detail, from, to }) => ({ object, detail, from: from ?? null, to: to ?? null })),
    },
    source_rows: [],
  };
}

function rowsOf(report: TrailReport): ProcedureRow[] {
  const found = TRAIL_PROBLEMS.map((kind) => ({
    kind,
    problems: report.problems.filter((item) => item.kind === kind),
  }));
  const rows = found
    .filter(({ problems }) => problems.length > 0)
    .map(({ kind, problems }) => row(report, kind, problems));
  if (report.verdict !== 'intact') return rows;
  const pass: ProcedureRow = {
    subject_type: 'trail',
    subject_id: report.trail,
    outcome: 'pass',
    reason_code: 'intact',
    summary: report.statement.join(' '),
    details: {},
    source_rows: [],
  };
  return [...rows, pass];
}

/** Verifies every CloudTrail trail from the files as received. One finding a trail and kind of problem. */
export async function run(context: ProcedureContext): Promise<ProcedureResult> {
  const files = await context.trails();
  if (files === null) return { population: 0, rows: [] };
  const { trails, unread } = verifyTrails(files, { crypto: context.trailCrypto });
  const unreadable = unread.map(
    ({ file, reason }): ProcedureRow => ({
      subject_type: 'trail',
      subject_id: file,
      outcome: 'exception',
      reason_code: 'digest_malformed',
      summary: `${TITLES.digest_malformed}: ${reason}`,
      details: { file, reason },
      source_rows: [],
    }),
  );
  return { population: trails.length + unread.length, rows: [...trails.flatMap(rowsOf), ...unreadable] };
}
