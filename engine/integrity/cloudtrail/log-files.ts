import type { TrailProblem, TrailReport } from '#shared/model/cloudtrail.ts';
import type { JudgedDigest } from './digests.ts';
import type { Span } from './gaps.ts';
import type { FoundLog, ListedLog } from './model.ts';
import { bareName, logName, utc } from './names.ts';

type Counts = TrailReport['log_files'];

export interface LogFindings {
  counts: Counts;
  problems: TrailProblem[];
}

/** Log files by name; one that was handed over twice is there twice. */
export type FoundLogs = ReadonlyMap<string, readonly FoundLog[]>;

export function byName(logs: readonly FoundLog[]): Map<string, FoundLog[]> {
  const found = new Map<string, FoundLog[]>();
  for (const log of logs) {
    const name = bareName(log.file);
    const same = found.get(name);
    if (same === undefined) found.set(name, [log]);
    else same.push(log);
  }
  return found;
}

function alteredProblem(log: ListedLog, copy: FoundLog): TrailProblem {
  const detail =
    copy.sha256 === null
      ? `${copy.file} cannot be read: ${copy.fault}`
      : `${copy.file} has the SHA-256 ${copy.sha256}, and its digest says ${log.hash}`;
  return { kind: 'log_altered', object: log.object, detail };
}

function judgeLog(log: ListedLog, owner: JudgedDigest, found: FoundLogs, result: LogFindings): void {
  const { counts, problems } = result;
  counts.expected += 1;
  const copies = found.get(bareName(log.object)) ?? [];
  if (copies.length === 0) {
    counts.missing += 1;
    problems.push({
      kind: 'log_missing',
      object: log.object,
      detail: `${bareName(owner.digest.object)} names it, and it was not handed over`,
    });
    return;
  }
  const others = copies.filter(({ sha256 }) => sha256 !== log.hash);
  // What an altered digest says of a file is worth nothing either way.
  if (owner.status === 'altered') counts.not_proven += 1;
  else if (others.length > 0) {
    counts.altered += 1;
    problems.push(...others.map((copy) => alteredProblem(log, copy)));
  } else if (owner.status === 'valid') counts.valid += 1;
  else counts.not_proven += 1;
}

/** Compares the log files with what the digests say of them. A file that two digests name counts once, by the better one. */
export function judgeLogs(digests: readonly JudgedDigest[], found: FoundLogs): LogFindings {
  const result: LogFindings = {
    counts: { expected: 0, valid: 0, altered: 0, missing: 0, not_proven: 0, unlisted: 0 },
    problems: [],
  };
  const rank = { valid: 0, not_proven: 1, altered: 2 } as const;
  const owners = new Map<string, { log: ListedLog; owner: JudgedDigest }>();
  for (const owner of digests) {
    for (const log of owner.digest.logs) {
      const known = owners.get(log.object);
      if (known === undefined || rank[owner.status] < rank[known.owner.status])
        owners.set(log.object, { log, owner });
    }
  }
  for (const { log, owner } of owners.values()) judgeLog(log, owner, found, result);
  return result;
}

/**
 * Log files that no digest names. Within time that the digests count for without a hole, CloudTrail would have named
 * them; the last hour is left open, because a file can be named one digest later.
 */
export function unlistedLogs(
  digests: readonly JudgedDigest[],
  holes: readonly Span[],
  logs: readonly FoundLog[],
  named: ReadonlySet<string>,
): { problems: TrailProblem[]; outside: TrailProblem[] } {
  const first = digests[0];
  const last = digests.at(-1);
  const result: { problems: TrailProblem[]; outside: TrailProblem[] } = { problems: [], outside: [] };
  if (first === undefined || last === undefined) return result;
  const open = last.digest.end - 3_600_000;
  for (const log of logs) {
    const name = logName(log.file);
    if (name === null || named.has(bareName(log.file))) continue;
    const inside =
      name.at >= first.digest.start &&
      name.at < open &&
      !holes.some(({ from, to }) => name.at >= from - 3_600_000 && name.at < to + 3_600_000);
    const detail = inside
      ? `no digest names ${log.file}, though digests count for its time (${utc(name.at)})`
      : `no digest names ${log.file}: its time (${utc(name.at)}) is one that no digest counts for`;
    (inside ? result.problems : result.outside).push({ kind: 'log_unlisted', object: log.file, detail });
  }
  return result;
}
