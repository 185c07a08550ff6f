import canonicalize from 'canonicalize';

/** One way in which the work, done again, came out differently. */
export interface Difference {
  what: 'source' | 'procedure' | 'run' | 'finding' | 'sample';
  subject: string;
  detail: string;
}

const same = (a: unknown, b: unknown) => canonicalize(a ?? null) === canonicalize(b ?? null);

/** Names of the members in which two objects differ. */
function changed(
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  members: readonly string[],
): string[] {
  return members.filter((name) => !same(a[name], b[name]));
}

/** Compares two lists by key: missing, additional and differing items, in the order of the recorded list. */
export function compareBy(
  what: Difference['what'],
  recorded: readonly Record<string, unknown>[],
  again: readonly Record<string, unknown>[],
  key: string,
  members: readonly string[],
): Difference[] {
  const found = new Map(again.map((item) => [String(item[key]), item]));
  const known = new Set(recorded.map((item) => String(item[key])));
  const differences = recorded.flatMap((item): Difference[] => {
    const subject = String(item[key]);
    const other = found.get(subject);
    if (!other) return [{ what, subject, detail: 'recorded in the package, not found again' }];
    const names = changed(item, other, members);
    if (names.length === 0) return [];
    const first = names[0]!;
    return [
      {
        what,
        subject,
        detail: `${names.join(', ')} differ: recorded ${short(item[first])}, now ${short(other[first])}`,
      },
    ];
  });
  const added = again
    .filter((item) => !known.has(String(item[key])))
    .map(
      (item): Difference => ({
        what,
        subject: String(item[key]),
        detail: 'found now, not recorded in the package',
      }),
    );
  return [...differences, ...added];
}

function short(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
