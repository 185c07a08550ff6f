import { BREAK_KINDS, type BreakKind } from '#shared/model/vocabulary.ts';
import type { ChainBreak, ChainReport } from '#shared/model/chain.ts';
import { listProfiles, verifyLogs } from '#engine/integrity/index.ts';
import {
  importedAnchors,
  ownProfiles,
  type ProcedureContext,
  type ProcedureMeta,
  type ProcedureResult,
  type ProcedureRow,
  type SourceRow,
} from '#engine/runner/kit/index.ts';

const TITLES: Record<BreakKind, string> = {
  edited: 'A record was changed after it was written',
  rehashed: 'A record was changed and its hash made to fit',
  deleted: 'A record is missing',
  inserted: 'A record was put in',
  reordered: 'Records are in another order than they were written',
  forked: 'Two records follow the same one',
  duplicate_id: 'Two records have one id',
  head_truncated: 'The beginning of the log is missing',
  tail_truncated: 'The end of the log is missing',
  suffix_recomputed: 'The log was written anew from a point on',
  time_backwards: 'Time runs backwards',
  malformed: 'A record cannot be read',
};

export const meta: ProcedureMeta = {
  id: 'trail.chain-intact',
  version: 1,
  title: 'The hash chain of the audit trail is unbroken from its first record to its anchor',
  severity: {
    ...(Object.fromEntries(BREAK_KINDS.map((kind) => [kind, 'critical'])) as Record<BreakKind, 'critical'>),
    time_backwards: 'low',
    not_proven: 'medium',
    no_profile: 'high',
    intact: 'low',
  },
  subject: 'chain',
  needs: { audit_events: ['chain', 'seq', 'event_id', 'hash', 'previous_hash'] },
  optional_needs: {
    chain_anchors: {
      columns: ['chain', 'event_count', 'head'],
      without: 'Whether the end of the trail is complete cannot be shown.',
    },
  },
  params: {},
  replaces: [],
  reasons: {
    ...Object.fromEntries(BREAK_KINDS.map((kind) => [kind, { title: TITLES[kind] }])),
    time_backwards: {
      title: TITLES.time_backwards,
      effect: 'The chain holds all the same; the order of events in time is in doubt.',
      recommendation: 'Ask how the clocks of the recording systems are set.',
    },
    not_proven: {
      title: 'The chain holds, and part of what it should prove is not proven',
      effect: 'Records could be missing where nothing outside the log says that they should be there.',
      recommendation:
        'Ask for an anchor: number of records and hash of the last, stated by somebody who cannot change the log.',
    },
    no_profile: {
      title: 'No known form of hash chain explains the records',
      effect: 'Nothing is known about changes to the log.',
      recommendation: 'Ask how the hash of a record is computed, and describe it in a profile.',
    },
    intact: { title: 'The chain holds up to its anchor' },
  },
  texts: {
    criteria:
      'Each record carries the hash of the one before it, so that no record can be changed, removed or put in unnoticed.',
    effect: 'The trail cannot be relied on as evidence around the records named.',
    recommendation:
      'Obtain the log again from its write-protected store and compare; find out who could write to it.',
  },
};

/** Records that a finding points at; the number of breaks is never cut. */
const SHOWN = 200;

function row(report: ChainReport, reason: string, more: Partial<ProcedureRow>): ProcedureRow {
  return {
    subject_type: 'chain',
    subject_id: report.chain,
    outcome: 'exception',
    reason_code: reason,
    summary: report.statement.join(' '),
    details: {
      profile: report.profile,
      events: report.events,
      verdict: report.verdict,
      head: report.head,
      not_proven: report.not_proven,
    },
    source_rows: [],
    ...more,
  };
}

/** The record at a position of the log, in the source in which it was received. */
function sourceRow({ parts = [], events }: ChainReport, index: number): SourceRow[] {
  const part = parts.find(({ from, records }) => index >= from && index < from + records);
  if (part === undefined || part.source_id === null || events === 0) return [];
  return [{ table: 'audit_events', source_id: part.source_id, record_no: index - part.from + 1 }];
}

/** In which file a record stands, where the log came in several. */
function placeOf({ parts = [] }: ChainReport, index: number): { file?: string } {
  const part = parts.find(({ from, records }) => index >= from && index < from + records);
  return parts.length < 2 || part === undefined ? {} : { file: part.file };
}

function breakRow(report: ChainReport, kind: BreakKind, breaks: readonly ChainBreak[]): ProcedureRow {
  const first = breaks[0]!;
  const shown = breaks.slice(0, SHOWN);
  return row(report, kind, {
    outcome: kind === 'time_backwards' ? 'lead' : 'exception',
    summary: `${TITLES[kind]}: record ${first.index + 1}${first.event_id === null ? '' : ` (${first.event_id})`}${breaks.length > 1 ? ` and ${breaks.length - 1} more` : ''}`,
    details: {
      profile: report.profile,
      events: report.events,
      verdict: report.verdict,
      breaks: breaks.length,
      places: shown.map(({ index, event_id, detail }) => ({
        index,
        event_id,
        detail,
        ...placeOf(report, index),
      })),
    },
    source_rows: shown.flatMap(({ index }) => sourceRow(report, index)),
  });
}

function rowsOf(report: ChainReport): ProcedureRow[] {
  if (report.not_proven.includes('profile'))
    return [row(report, 'no_profile', { outcome: 'indeterminate', details: {} })];
  const kinds = BREAK_KINDS.filter((kind) => report.breaks.some((found) => found.kind === kind));
  const broken = kinds.map((kind) =>
    breakRow(
      report,
      kind,
      report.breaks.filter((found) => found.kind === kind),
    ),
  );
  if (report.verdict === 'broken') return broken;
  const verdict =
    report.verdict === 'intact'
      ? row(report, 'intact', { outcome: 'pass' })
      : row(report, 'not_proven', { outcome: 'indeterminate' });
  return [...broken, verdict];
}

/** Verifies every hash-chained log from the files as received. One finding a chain and kind of break. */
export async function run(context: ProcedureContext): Promise<ProcedureResult> {
  const aborter = new AbortController();
  const abort = (): void => aborter.abort();
  context.signal?.addEventListener('abort', abort, { once: true });
  if (context.signal?.aborted) abort();
  try {
    const reports = await verifyLogs(await context.chains(), {
      profile: 'auto',
      profiles: [...(await ownProfiles(context.query)), ...listProfiles()],
      digests: context.digests,
      startHashing: context.startHashing,
      keptAnchors: await importedAnchors(context.query),
      reportUnexplained: true,
      signal: aborter.signal,
    });
    return { population: reports.length, rows: reports.flatMap(rowsOf) };
  } finally {
    context.signal?.removeEventListener('abort', abort);
  }
}
