import type { Digests } from '../digests.ts';
import { listProfiles } from '../profiles/shipped.ts';
import type { Profile } from '../profiles/schema.ts';
import { detectProfile } from './detect.ts';
import { GENESIS, type RecordFacts, RecordReader } from './facts.ts';
import { joinOrder, type LogPart } from './join.ts';

export interface GroupOptions {
  profile: Profile | 'auto';
  /** Candidates for `auto`; the shipped profiles when absent. */
  profiles?: readonly Profile[];
  digests: Digests;
  key?: Uint8Array;
}

interface End {
  name: string;
  chain: string | null;
  starts: boolean;
  first: RecordFacts;
  last: RecordFacts;
}

/** A file name without folder, endings and digits: days and months of one log have the same. */
function stem(name: string): string {
  const file = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  return file.replace(/(\.(nd)?jsonl?|\.log)?(\.gz)?$/i, '').replaceAll(/\d/g, '');
}

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

function endsOf(parts: readonly LogPart[], options: GroupOptions): End[] {
  const { digests, key = null } = options;
  const sample = parts.flatMap((part) => [part.first, part.last]);
  const profile =
    options.profile === 'auto'
      ? detectProfile(sample, options.profiles ?? listProfiles(), digests, key).profile
      : options.profile;
  if (profile === null) return [];
  const reader = new RecordReader(profile, digests, key);
  return parts.map((part) => {
    const first = reader.read(part.first);
    const starts = first.fault === null && first.previous === GENESIS;
    return { name: part.name, chain: first.chain, starts, first, last: reader.read(part.last) };
  });
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
  for (const end of ends) {
    const before = end.starts || end.first.fault !== null ? undefined : followed.get(end.first.previous);
    if (before !== undefined && before !== end) groups.merge(before.name, end.name);
    const namesake = ends.find((other) => other.chain !== null && other.chain === end.chain);
    if (namesake !== undefined) groups.merge(namesake.name, end.name);
  }
  for (const end of ends) {
    if (end.starts || end.chain !== null) continue;
    const alike = ends.find(
      (other) =>
        other.chain === null && stem(other.name) === stem(end.name) && !groups.together(other.name, end.name),
    );
    if (alike !== undefined) groups.merge(alike.name, end.name);
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
