import type { Digests } from '../digests.ts';
import { listProfiles } from '../profiles/shipped.ts';
import type { Profile } from '../profiles/schema.ts';
import type { ChainRecordLine, RecordSource } from '../records/record.ts';
import { detectProfile } from './detect.ts';
import { GENESIS, type RecordFacts, RecordReader } from './facts.ts';

/** One file of a log that came in several, by its first and last record. */
export interface LogPart {
  name: string;
  first: ChainRecordLine;
  last: ChainRecordLine;
}

interface Ends {
  name: string;
  first: RecordFacts;
  last: RecordFacts;
}

function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

/** Starts of the chain first, then by time of the first record, then by name. */
function compareEnds(a: Ends, b: Ends): number {
  const start = (part: Ends) => (part.first.fault === null && part.first.previous === GENESIS ? 0 : 1);
  return start(a) - start(b) || compareText(a.first.time, b.first.time) || compareText(a.name, b.name);
}

/**
 * Order in which the files of one log belong together: each behind the file whose last record its first one names.
 * Files that no link joins stand by the time of their first record. Answers the names.
 */
export function joinOrder(
  parts: readonly LogPart[],
  options: { profile: Profile | 'auto'; digests: Digests; key?: Uint8Array },
): string[] {
  const { digests } = options;
  const key = options.key ?? null;
  const sample = parts.flatMap((part) => [part.first, part.last]);
  const profile =
    options.profile === 'auto'
      ? detectProfile(sample, listProfiles(), digests, key).profile
      : options.profile;
  if (profile === null) return parts.map((part) => part.name).sort(compareText);
  const reader = new RecordReader(profile, digests, key);
  const ends = parts
    .map(({ name, first, last }) => ({ name, first: reader.read(first), last: reader.read(last) }))
    .sort(compareEnds);
  const followers = new Map<string, Ends>();
  for (const part of ends) {
    const { fault, previous } = part.first;
    if (fault === null && previous !== GENESIS && !followers.has(previous)) followers.set(previous, part);
  }
  const led = new Set(
    ends.map(({ last }) => followers.get(last.stated)).filter((part) => part !== undefined),
  );
  const order = new Set<string>();
  // Heads first; what is left after them can only run in a circle and is taken as it comes.
  for (const head of [...ends.filter((part) => !led.has(part)), ...ends]) {
    for (let part: Ends | undefined = head; part !== undefined && !order.has(part.name); ) {
      order.add(part.name);
      part = part.last.fault === null ? followers.get(part.last.stated) : undefined;
    }
  }
  return [...order];
}

/** The records of several files as those of one log: `index` counts on from file to file, `offset` is within the file. */
export async function* concatRecords(
  sources: Iterable<RecordSource> | AsyncIterable<RecordSource>,
): AsyncGenerator<ChainRecordLine[]> {
  let index = 0;
  for await (const source of sources) {
    for await (const item of source) {
      const batch = 'bytes' in item ? [item] : item;
      yield batch.map((record) => ({ ...record, index: index++ }));
    }
  }
}
