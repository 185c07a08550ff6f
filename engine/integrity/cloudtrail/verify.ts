import type { TrailProblem, TrailReport, TrailsReport } from '#shared/model/cloudtrail.ts';
import { type JudgedDigest, judgeDigests } from './digests.ts';
import { coverage, type Span } from './gaps.ts';
import { byName, type FoundLogs, judgeLogs, unlistedLogs } from './log-files.ts';
import type { FoundLog, TrailCrypto, TrailDigest, TrailFiles } from './model.ts';
import { bareName, logName, trailOf, utc } from './names.ts';
import { trailStatement } from './statement.ts';

export interface TrailOptions {
  crypto: TrailCrypto;
  /** Period asked for, ms since 1970, end excluded. */
  period?: { from: number; to: number } | null;
}

const BREAKS = new Set<TrailProblem['kind']>([
  'digest_altered',
  'digest_missing',
  'digest_malformed',
  'gap',
  'log_altered',
  'log_missing',
  'signature_contradicts',
]);

interface Inputs {
  files: TrailFiles;
  found: FoundLogs;
  named: ReadonlySet<string>;
  options: TrailOptions;
}

/** The digests of the period with the nearest one on either side, so that a hole across its edge is seen. */
function withNeighbours(digests: readonly JudgedDigest[], period: Span | null): readonly JudgedDigest[] {
  if (period === null) return digests;
  const before = digests.findLastIndex(({ digest }) => digest.end <= period.from);
  const after = digests.findIndex(({ digest }) => digest.start >= period.to);
  return digests.slice(Math.max(before, 0), after < 0 ? digests.length : after + 1);
}

/** Time asked for that lies before the first digest or after the last. */
function uncovered(digests: readonly JudgedDigest[], period: Span | null): TrailProblem[] {
  const first = digests[0]?.digest;
  const last = digests.at(-1)?.digest;
  if (period === null || first === undefined || last === undefined) return [];
  const edges: Span[] = [
    { from: period.from, to: Math.min(first.start, period.to) },
    { from: Math.max(last.end, period.from), to: period.to },
  ];
  return edges
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => ({
      kind: 'gap',
      object: null,
      detail: 'no digest counts for this part of the period',
      from: utc(from),
      to: utc(to),
    }));
}

function overlaps(problem: TrailProblem, period: Span | null, objects: ReadonlySet<string>): boolean {
  if (period === null) return true;
  if (problem.from !== undefined && problem.to !== undefined)
    return Date.parse(problem.to) > period.from && Date.parse(problem.from) < period.to;
  return problem.object === null || objects.has(problem.object);
}

/** Parts of the verdict that stay open, in words that scripts can match. */
function openParts(
  problems: readonly TrailProblem[],
  digests: TrailReport['digests'],
  logs: TrailReport['log_files'],
  logsGiven: boolean,
): string[] {
  const has = (kind: TrailProblem['kind']) => problems.some((problem) => problem.kind === kind);
  return [
    ...(digests.not_proven > 0 ? ['digests'] : []),
    ...(has('restart') || problems.some(({ kind, object }) => kind === 'gap' && object === null)
      ? ['coverage']
      : []),
    ...(!logsGiven && logs.expected > 0 ? ['log_files'] : []),
    ...(logsGiven && logs.not_proven > 0 ? ['log_files'] : []),
    ...(logs.unlisted > 0 ? ['unlisted_log_files'] : []),
  ];
}

function verifyOne(
  trail: string,
  own: readonly TrailDigest[],
  inputs: Inputs,
): { report: TrailReport; keys: Set<string> } {
  const { files, found, named, options } = inputs;
  const period = options.period ?? null;
  const keys = new Map(files.keys.map((key) => [key.fingerprint, key]));
  const judged = judgeDigests(own, keys, files.signatures, options.crypto);
  const asked = judged.digests.filter(
    ({ digest }) => period === null || (digest.end > period.from && digest.start < period.to),
  );
  const { holes, missing, problems: gaps } = coverage(withNeighbours(judged.digests, period));
  const { account, region } = trailOf(own[0]!.object);
  const ownLogs = files.logs.filter(({ file }) => {
    const name = logName(file);
    return name !== null && name.account === account && name.region === region;
  });
  const objects = new Set(asked.map(({ digest }) => digest.object));
  const logs = judgeLogs(asked, found);
  const isBackfill = trail.endsWith(' backfill');
  const unlisted = isBackfill ? { problems: [], outside: [] } : unlistedLogs(asked, holes, ownLogs, named);
  const outside = period === null ? unlisted.outside : [];
  const logsGiven = files.logs.length > 0;
  const problems = [
    ...judged.problems.filter((problem) => overlaps(problem, period, objects)),
    ...gaps,
    ...uncovered(judged.digests, period),
    ...(logsGiven ? logs.problems : []),
    ...unlisted.problems,
    ...outside,
  ];
  const counts = {
    ...logs.counts,
    unlisted: unlisted.problems.length + outside.length,
    ...(logsGiven ? {} : { missing: 0 }),
  };
  const count = (status: JudgedDigest['status']) => asked.filter((item) => item.status === status).length;
  const digests = {
    found: asked.length,
    valid: count('valid'),
    altered: count('altered'),
    missing,
    not_proven: count('not_proven'),
    empty: asked.filter(({ digest }) => digest.logs.length === 0).length,
  };
  const broken =
    problems.some(({ kind, object }) => BREAKS.has(kind) && !(kind === 'gap' && object === null)) ||
    unlisted.problems.length > 0;
  const notProven = openParts(problems, digests, counts, logsGiven);
  const first = asked[0]?.digest;
  const last = asked.at(-1)?.digest;
  const warnings = [...judged.warnings];
  if (
    first !== undefined &&
    first.previousObject !== null &&
    own.every(({ object }) => object !== first.previousObject)
  )
    warnings.push(
      `The first digest names one before it (${bareName(first.previousObject)}): the trail is older than what was handed over.`,
    );
  const report: Omit<TrailReport, 'statement'> = {
    trail,
    verdict: broken ? 'broken' : notProven.length > 0 || first === undefined ? 'not_proven' : 'intact',
    covered:
      first === undefined
        ? null
        : { from: utc(first.start), to: utc(Math.max(...asked.map(({ digest }) => digest.end), last!.end)) },
    digests,
    log_files: counts,
    problems,
    warnings,
    not_proven: notProven,
  };
  return { report: { ...report, statement: trailStatement(report, logsGiven) }, keys: judged.keys };
}

/** The same digest handed over twice counts once; two of one name with other bytes are both kept. */
function withoutCopies(digests: readonly TrailDigest[]): TrailDigest[] {
  const seen = new Map<string, TrailDigest>();
  for (const digest of digests) {
    const known = seen.get(`${digest.object} ${digest.sha256}`);
    if (known === undefined || digest.file < known.file)
      seen.set(`${digest.object} ${digest.sha256}`, digest);
  }
  return [...seen.values()];
}

/**
 * Verifies the digest chains of CloudTrail and the log files that they name, with the public keys that were handed
 * over; nothing is fetched. One report a trail and region, and one for its late deliveries. Never throws.
 */
export function verifyTrails(files: TrailFiles, options: TrailOptions): TrailsReport {
  const digests = withoutCopies(files.digests);
  const trails = new Map<string, TrailDigest[]>();
  for (const digest of digests) {
    const { trail } = trailOf(digest.object);
    const own = trails.get(trail);
    if (own === undefined) trails.set(trail, [digest]);
    else own.push(digest);
  }
  const named = new Set(digests.flatMap(({ logs }) => logs.map(({ object }) => bareName(object))));
  const logs: readonly FoundLog[] = files.logs;
  const inputs: Inputs = { files, found: byName(logs), named, options };
  const used = new Set<string>();
  const reports = [...trails.keys()].sort().map((trail) => {
    const { report, keys } = verifyOne(trail, trails.get(trail)!, inputs);
    for (const key of keys) used.add(key);
    return report;
  });
  const period = options.period ?? null;
  return {
    trails: reports,
    asked: period === null ? null : { from: utc(period.from), to: utc(period.to) },
    keys: [...used].sort(),
    unread: [...(files.broken ?? [])],
  };
}
