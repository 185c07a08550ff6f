import { asText, isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';

/** Letters of an aclitem, PostgreSQL documentation section 5.8. */
const LETTERS: Readonly<Record<string, string>> = {
  r: 'SELECT',
  a: 'INSERT',
  w: 'UPDATE',
  d: 'DELETE',
  D: 'TRUNCATE',
  x: 'REFERENCES',
  t: 'TRIGGER',
  m: 'MAINTAIN',
  U: 'USAGE',
  X: 'EXECUTE',
  C: 'CREATE',
  c: 'CONNECT',
  T: 'TEMPORARY',
  s: 'SET',
  A: 'ALTER SYSTEM',
};
const ITEM = /^("(?:[^"]|"")*"|[^="]*)=((?:[a-zA-Z]\*?)*)\/("(?:[^"]|"")*"|[^"]+)$/;

function bare(name: string): string {
  return name.replace(/^"(.*)"$/, '$1').replaceAll('""', '"');
}

function lines(record: number, row: JsonObject): Extracted[] {
  const found: Extracted[] = [];
  for (const item of (asText(row['Access privileges']) ?? '').split('\n').map((one) => one.trim())) {
    if (item === '' || item === '(none)') continue;
    const parts = ITEM.exec(item);
    const letters = parts?.[2]?.match(/[a-zA-Z]\*?/g) ?? [];
    if (!parts || letters.some((letter) => LETTERS[letter.charAt(0)] === undefined))
      return [{ record, fault: `"${item.slice(0, 80)}" is no entry of an access list`, raw: row }];
    for (const letter of letters) {
      const value = {
        grantee: parts[1] === '' ? 'PUBLIC' : bare(parts[1]!),
        grantor: bare(parts[3]!),
        table_schema: asText(row['Schema']),
        table_name: asText(row['Name']),
        privilege_type: LETTERS[letter[0]!]!,
        is_grantable: letter.endsWith('*'),
      };
      found.push({ record, of: 'privilege', value });
    }
  }
  return found;
}

/** A table becomes one row for each grantee and privilege. */
export const extract: Extract = (records) =>
  records.flatMap((row, i) => (isObject(row) ? lines(i + 1, row) : []));
