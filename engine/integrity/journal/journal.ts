import { grouped } from '#shared/model/grouped.ts';
import type { ChainReport } from '#shared/model/chain.ts';
import type { ChainAnchor } from '../anchor/model.ts';
import { verifyChain } from '../chain/verify.ts';
import type { Digests } from '../digests.ts';
import { canonicalBytes, JCS } from '../json/index.ts';
import { encodeText, textOf } from '../json/utf8.ts';
import { findProfile } from '../profiles/shipped.ts';
import type { ChainRecordLine, RecordSource } from '../records/record.ts';

/** The chain of an engagement's own journal is an ordinary one, in this profile. */
export const JOURNAL_PROFILE = 'event-jcs';

/** Previous hash of the first entry. */
export const JOURNAL_GENESIS = '0'.repeat(64);

const CHAIN = 'journal';

/** One action, before it is chained. */
export interface JournalAction {
  /** Counts up from 1. */
  seq: number;
  id: string;
  /** Time in UTC, RFC 3339. */
  at: string;
  action: string;
  actor: string;
  /** JSON values only. */
  details: Record<string, unknown>;
  /** Digest of the auditor's own work as the action left it, where the engagement states one. */
  work?: string;
}

export interface JournalEntry extends JournalAction {
  previous_hash: string;
  hash: string;
}

/**
 * Chains one action to the entry before it (`previousHash` null: the first one). Answers the entry and its line: the
 * canonical JSON of RFC 8785, without a line end.
 */
export function journalEntry(
  previousHash: string | null,
  action: JournalAction,
  digests: Digests,
): { entry: JournalEntry; line: string } {
  const { seq, id, at, actor, details, work } = action;
  const unhashed = {
    seq,
    id,
    at,
    action: action.action,
    actor,
    details,
    ...(work === undefined ? {} : { work }),
    previous_hash: previousHash ?? JOURNAL_GENESIS,
  };
  const written = canonicalBytes(JSON.stringify(unhashed), JCS);
  if ('error' in written) throw new TypeError(`A journal entry holds what JSON cannot say: ${written.error}`);
  const entry: JournalEntry = { ...unhashed, hash: digests.hash('sha256', written.bytes) };
  const line = canonicalBytes(JSON.stringify(entry), JCS);
  if ('error' in line) throw new TypeError(line.error);
  return { entry, line: textOf(line.bytes, 0, line.bytes.length) };
}

/**
 * Verifies a journal, from its lines as text or from the records of a split file. `anchors`: heads that the database
 * or earlier packages hold. An empty journal is not_proven, or broken when an anchor counts entries.
 */
export async function verifyJournal(
  lines: Iterable<string> | RecordSource,
  digests: Digests,
  anchors: readonly ChainAnchor[] = [],
): Promise<ChainReport> {
  const profile = findProfile(JOURNAL_PROFILE);
  const source = Symbol.asyncIterator in lines ? lines : numbered(lines);
  const [report] = await verifyChain(source, { profile, digests, anchors, chainName: CHAIN });
  return report ?? emptyReport(anchors);
}

function* numbered(
  lines: Iterable<string | ChainRecordLine | readonly ChainRecordLine[]>,
): Generator<ChainRecordLine | readonly ChainRecordLine[]> {
  let index = 0;
  let offset = 0;
  for (const line of lines) {
    if (typeof line !== 'string') {
      yield line;
      continue;
    }
    const bytes = encodeText(line);
    yield { index, offset, bytes };
    index++;
    offset += bytes.length + 1;
  }
}

function emptyReport(anchors: readonly ChainAnchor[]): ChainReport {
  const lost = anchors[0];
  const detail = `the anchor counts ${grouped(lost?.count ?? 0)} entries and the journal has none`;
  return {
    chain: CHAIN,
    profile: JOURNAL_PROFILE,
    events: 0,
    verdict: lost === undefined ? 'not_proven' : 'broken',
    first_id: null,
    last_id: null,
    head: null,
    breaks: lost === undefined ? [] : [{ kind: 'tail_truncated', index: 0, event_id: null, detail }],
    warnings: [],
    not_proven: ['tail'],
    statement: ['The journal has no entries. Whether there were any, only an anchor could tell.'],
  };
}
