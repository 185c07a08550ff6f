/** Milliseconds since 1970 of an ISO date-time or of a number (seconds or milliseconds alike), or null. */
function instant(text: string): number | null {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text);
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
