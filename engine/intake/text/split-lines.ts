import { TickmarkError } from '#shared/model/errors.ts';
import { quoteLiteral, type Session, sqlMessage } from '#engine/store/index.ts';
import type { JsonObject } from '../kit.ts';
import { lineFields, type LineForm, patternGroups, re2 } from './line-form.ts';

export type SplitLine = { aside: string } | { fault: string } | { value: JsonObject };

const SKIPPED_FIRST = 'lines at the beginning, skipped';
const SKIPPED = 'lines skipped by a pattern';
const BLANK = 'blank lines';

function spread(line: string, by: string): string[] {
  return by === ' ' ? line.trim().split(/\s+/) : line.split(by).map((value) => value.trim());
}

function byDelimiter(line: string, { by, names }: NonNullable<LineForm['delimited']>): SplitLine {
  const values = spread(line, by);
  if (values.length !== names.length)
    return { fault: `${values.length} values where the mapping names ${names.length} fields` };
  return { value: Object.fromEntries(names.map((name, i) => [name, values[i]!])) };
}

function byPlace(line: string, fixed: NonNullable<LineForm['fixed']>): SplitLine {
  const characters = Array.from(line);
  const first = Math.min(...Object.values(fixed).map(([from]) => from));
  if (characters.length < first) return { fault: `the line ends before its first field, character ${first}` };
  const value = Object.entries(fixed).map(([name, [from, to]]) => [
    name,
    characters
      .slice(from - 1, to)
      .join('')
      .trim(),
  ]);
  return { value: Object.fromEntries(value) as JsonObject };
}

/** Patterns run in the database: its regular expressions take time in proportion to the text, whatever they say. */
async function run(session: Session, expression: string, lines: readonly string[]) {
  try {
    const rows = await session.rows(
      `SELECT ${expression} AS found FROM (SELECT unnest($lines) AS line, generate_subscripts($lines, 1) AS n) ORDER BY n`,
      { lines },
    );
    return rows.map((row) => row['found']);
  } catch (error) {
    throw new TickmarkError('MAPPING_INVALID', `the pattern cannot be used: ${sqlMessage(error)}`, {
      hint: 'Patterns are of RE2: named groups as (?<name>…), no look-ahead and no back reference.',
      cause: error,
    });
  }
}

async function skipped(session: Session, form: LineForm, lines: readonly string[]): Promise<boolean[]> {
  const patterns = form.skip?.matching ?? [];
  if (patterns.length === 0) return lines.map(() => false);
  const any = patterns.map((one) => `regexp_matches(line, ${quoteLiteral(re2(one))})`).join(' OR ');
  return (await run(session, any, lines)).map((found) => found === true);
}

async function byPattern(session: Session, pattern: string, lines: readonly string[]): Promise<SplitLine[]> {
  const names = lineFields({ pattern });
  const literal = quoteLiteral(re2(pattern));
  // The database names all groups in their order, whether or not the pattern does.
  const groups = patternGroups(pattern).map((name, i) => name ?? `unnamed ${i}`);
  const extracted = `regexp_extract(line, ${literal}, [${groups.map(quoteLiteral).join(', ')}])`;
  const found = await run(
    session,
    `CASE WHEN regexp_matches(line, ${literal}) THEN to_json(${extracted})::VARCHAR END`,
    lines,
  );
  return found.map((json) => {
    if (json === null) return { fault: 'the line does not fit the pattern' };
    const texts = JSON.parse(String(json)) as Record<string, string>;
    return { value: Object.fromEntries(names.map((name) => [name, texts[name]!])) };
  });
}

/** Splits lines that follow each other; `from`: number of the first of them in the file, from 1. Throws MAPPING_INVALID. */
export async function splitLines(
  session: Session,
  form: LineForm,
  lines: readonly string[],
  from: number,
): Promise<SplitLine[]> {
  const out = await skipped(session, form, lines);
  const aside = (line: string, i: number): string | null => {
    if (from + i <= (form.skip?.first ?? 0)) return SKIPPED_FIRST;
    return out[i] ? SKIPPED : line.trim() === '' ? BLANK : null;
  };
  const asides = lines.map(aside);
  const records = lines.filter((_, i) => asides[i] === null);
  const { pattern, delimited, fixed } = form;
  const split =
    pattern !== undefined
      ? await byPattern(session, pattern, records)
      : records.map((line) => (delimited ? byDelimiter(line, delimited) : byPlace(line, fixed ?? {})));
  let next = 0;
  return asides.map((told) => (told === null ? split[next++]! : { aside: told }));
}
