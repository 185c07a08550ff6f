import { createHash } from 'node:crypto';
import { quoteLiteral } from '#engine/store/index.ts';

const UNIT_SEPARATOR = '\u001f';

/** `F-` and 64 bits of SHA-256 over what makes a finding the same finding in the next run. */
export function findingId(
  procedure: string,
  subjectType: string,
  subjectId: string,
  reason: string,
  key: string,
): string {
  const text = [procedure, subjectType, subjectId, reason, key].join(UNIT_SEPARATOR);
  return `F-${createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16)}`;
}

/** The same as SQL over texts that are not null, given as SQL. */
export function findingIdSql(procedure: string, parts: readonly [string, string, string, string]): string {
  return `'F-' || sha256(concat_ws(chr(31), ${[quoteLiteral(procedure), ...parts].join(', ')}))[:16]`;
}
