const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** Milliseconds since 1970 of an ISO date-time or of a number (seconds or milliseconds alike), or null. */
function instant(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  // Without a zone the answer would depend on the machine: one zone for all records is as good as any other.
  const value = Date.parse(WITHOUT_ZONE.test(text) ? `${text}Z` : text);
  return Number.isNaN(value) ? null : value;
}

/** True when both times can be read and the later record's time is the earlier one. */
export function runsBackwards(before: string | null, after: string | null): boolean {
  if (before === null || after === null || before === after) return false;
  // Two times in UTC of the same length compare as text: nearly every pair of a log.
  if (before.length === after.length && before.endsWith('Z') && after.endsWith('Z')) return after < before;
  const left = instant(before);
  const right = instant(after);
  return left !== null && right !== null && right < left;
}
