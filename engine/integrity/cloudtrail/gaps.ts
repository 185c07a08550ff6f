import type { TrailProblem } from '#shared/model/cloudtrail.ts';
import type { JudgedDigest } from './digests.ts';
import { bareName, utc } from './names.ts';

const HOUR = 3_600_000;

/** A stretch of time, ms since 1970. */
export interface Span {
  from: number;
  to: number;
}

export interface Coverage {
  problems: TrailProblem[];
  /** Stretches between the first and the last digest for which there is none. */
  holes: Span[];
  /** Digests that others name, and at least as many as the time of the holes asks for at one an hour. */
  missing: number;
}

function hours(span: Span): string {
  const whole = Math.round((span.to - span.from) / HOUR);
  return whole >= 48 ? `${Math.round(whole / 24)} days` : `${Math.max(whole, 1)} hour${whole > 1 ? 's' : ''}`;
}

/** Copies of one digest count once. */
function distinct(digests: readonly JudgedDigest[]): JudgedDigest[] {
  const seen = new Map<string, JudgedDigest>();
  for (const item of digests) {
    const known = seen.get(item.digest.object);
    if (known === undefined || (known.status !== 'valid' && item.status === 'valid'))
      seen.set(item.digest.object, item);
  }
  return [...seen.values()].sort((a, b) => a.digest.end - b.digest.end);
}

/**
 * Walks the digests in order of time and names every stretch without one, of whatever length: digests missing that
 * others name, time that no digest counts for, and places where the chain began anew.
 */
export function coverage(judged: readonly JudgedDigest[]): Coverage {
  const digests = distinct(judged);
  const present = new Set(digests.map(({ digest }) => digest.object));
  const result: Coverage = { problems: [], holes: [], missing: 0 };
  let reached = digests[0]?.digest.end ?? 0;
  for (const { digest } of digests.slice(1)) {
    const span = { from: reached, to: digest.start };
    const isHole = digest.start > reached;
    const previous = digest.previousObject;
    const isAbsent = previous !== null && !present.has(previous);
    const between = { from: utc(span.from), to: utc(span.to) };
    if (isHole) result.holes.push(span);
    if (previous === null) {
      const detail = isHole
        ? `the chain of digests began anew after ${hours(span)} without any: logging was stopped, or the trail was made again`
        : 'the chain of digests began anew, with no time in between';
      result.problems.push({ kind: 'restart', object: digest.object, detail, ...(isHole ? between : {}) });
    } else if (isAbsent) {
      const expected = Math.max(1, Math.round((span.to - span.from) / HOUR));
      result.missing += expected;
      result.problems.push({
        kind: 'digest_missing',
        object: previous,
        detail: `${bareName(digest.object)} names it as the one before; ${isHole ? `${hours(span)} are without a digest` : 'it was not handed over'}${expected > 1 ? `, so about ${expected} are missing` : ''}`,
        ...(isHole ? between : {}),
      });
    } else if (isHole) {
      result.problems.push({
        kind: 'gap',
        object: digest.object,
        detail: `no digest counts for ${hours(span)}, though those on either side are linked`,
        ...between,
      });
    }
    reached = Math.max(reached, digest.end);
  }
  return result;
}
