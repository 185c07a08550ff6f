import * as z from 'zod';

const NAME = /^[A-Za-z_][A-Za-z0-9_ -]*$/;
const name = z.string().regex(NAME).max(64);
const MOST_FIELDS = 200;

/**
 * How the lines of a text come apart, as the auditor says: by one of a pattern with named groups, places of
 * characters, or what stands between values. A line that does not fit is rejected; skipped ones are counted.
 */
export const lineFormSchema = z
  .strictObject({
    /** RE2 syntax with named groups: `^(?<when>\S+) (?<who>\S+)`. */
    pattern: z.string().min(1).max(2000).optional(),
    /** Field → first and last character of it, counted from 1. */
    fixed: z.record(name, z.tuple([z.number().int().min(1), z.number().int().min(1)])).optional(),
    delimited: z
      .strictObject({
        /** A single space stands for any run of white space. */
        by: z.string().min(1).max(8),
        names: z.array(name).min(1).max(MOST_FIELDS),
      })
      .optional(),
    skip: z
      .strictObject({
        /** So many lines at the beginning. */
        first: z.number().int().min(0).max(10_000).optional(),
        /** Lines that answer one of these patterns (RE2). */
        matching: z.array(z.string().min(1).max(2000)).max(20).optional(),
      })
      .optional(),
    /** The first line of texts of this kind, where that tells them from others. */
    begins: z.string().max(4096).optional(),
  })
  .superRefine(({ pattern, fixed, delimited }, context) => {
    const stated = [pattern, fixed, delimited].filter((one) => one !== undefined);
    const issue = (message: string) => context.addIssue({ code: 'custom', message });
    if (stated.length !== 1) issue('lines come apart by one of pattern, fixed and delimited');
    if (pattern !== undefined && patternNames(pattern).length === 0)
      issue('the pattern names no group: (?<name>…)');
    for (const [field, [from, to]] of Object.entries(fixed ?? {}))
      if (to < from) issue(`${field} ends before it begins`);
    if (delimited && new Set(delimited.names).size !== delimited.names.length)
      issue('two fields have the same name');
  });
export type LineForm = z.infer<typeof lineFormSchema>;

const GROUP = /^\(\?P?<([A-Za-z_]\w*)>/;

/** The capturing groups of a pattern in order; null = one without a name. */
export function patternGroups(pattern: string): (string | null)[] {
  const groups: (string | null)[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const c = pattern[at];
    if (c === '\\') at += 1;
    else if (inClass) inClass = c !== ']';
    else if (c === '[') {
      inClass = true;
      // A bracket right at the beginning of a class belongs to it.
      if (pattern[at + 1] === '^') at += 1;
      if (pattern[at + 1] === ']') at += 1;
    } else if (c === '(') {
      const named = GROUP.exec(pattern.slice(at, at + 80));
      if (named) groups.push(named[1]!);
      else if (pattern[at + 1] !== '?') groups.push(null);
    }
  }
  return groups;
}

/** Names of the groups of a pattern, in order. */
function patternNames(pattern: string): string[] {
  return [...new Set(patternGroups(pattern).filter((name) => name !== null))];
}

/** The pattern as the database takes it. */
export function re2(pattern: string): string {
  return pattern.replace(/\(\?<(?=[A-Za-z_])/g, '(?P<');
}

/** The fields that a form makes of a line. */
export function lineFields({ pattern, fixed, delimited }: LineForm): string[] {
  if (pattern !== undefined) return patternNames(pattern);
  return delimited ? delimited.names : Object.keys(fixed ?? {});
}
