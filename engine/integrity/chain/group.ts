import { joinOrder } from './join.ts';
import { stemOf } from './log-name.ts';
import { endsOf, type GroupOptions, type LogPart, type PartEnds } from './part-ends.ts';

/** Sets of names that are merged two by two. */
class Groups {
  private readonly of = new Map<string, Set<string>>();

  constructor(names: readonly string[]) {
    for (const name of names) this.of.set(name, new Set([name]));
  }

  merge(a: string, b: string): void {
    const left = this.of.get(a)!;
    const right = this.of.get(b)!;
    if (left === right) return;
    for (const name of right) {
      left.add(name);
      this.of.set(name, left);
    }
  }

  together(a: string, b: string): boolean {
    return this.of.get(a) === this.of.get(b);
  }

  all(): Set<string>[] {
    return [...new Set(this.of.values())];
  }
}

/**
 * Which files are one log, and in which order. Files belong together when one continues the other by its hash, or when
 * their records name the same chain. A file that continues none at hand and names no chain belongs to those whose names
 * differ from its own in digits only (days of which one is missing). Answers groups of names: each in its order, the
 * groups in the order of `parts`.
 */
export function groupLogs(parts: readonly LogPart[], options: GroupOptions): string[][] {
  const ends = endsOf(parts, options);
  const groups = new Groups(parts.map((part) => part.name));
  const followed = new Map(
    ends.filter(({ last }) => last.fault === null).map((end) => [end.last.stated, end]),
  );
  const before = (end: PartEnds) =>
    end.starts || end.first.fault !== null ? undefined : followed.get(end.first.previous);
  for (const end of ends) {
    const previous = before(end);
    if (previous !== undefined && previous !== end) groups.merge(previous.name, end.name);
    const namesake = ends.find((other) => other.chain !== null && other.chain === end.chain);
    if (namesake !== undefined) groups.merge(namesake.name, end.name);
  }
  for (const end of ends) {
    if (end.starts || end.chain !== null || before(end) !== undefined) continue;
    const alike = ends.filter(
      (other) =>
        other.chain === null &&
        stemOf(other.name) === stemOf(end.name) &&
        !groups.together(other.name, end.name),
    );
    const nearest = alike.find((other) => other.profile === end.profile) ?? alike[0];
    if (nearest !== undefined) groups.merge(nearest.name, end.name);
  }
  const byName = new Map(parts.map((part) => [part.name, part]));
  return groups
    .all()
    .map((names) =>
      joinOrder(
        [...names].map((name) => byName.get(name)!),
        options,
      ),
    )
    .sort((a, b) => firstOf(parts, a) - firstOf(parts, b));
}

function firstOf(parts: readonly LogPart[], names: readonly string[]): number {
  return parts.findIndex((part) => names.includes(part.name));
}
