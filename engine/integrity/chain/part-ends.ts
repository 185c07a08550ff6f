import type { Digests } from '../digests.ts';
import { listProfiles } from '../profiles/shipped.ts';
import type { Profile } from '../profiles/schema.ts';
import type { ChainRecordLine } from '../records/record.ts';
import { detectProfile } from './detect.ts';
import { GENESIS, type RecordFacts, RecordReader } from './facts.ts';

/** One file of a log that came in several, by its first and last record. */
export interface LogPart {
  name: string;
  first: ChainRecordLine;
  last: ChainRecordLine;
}

export interface GroupOptions {
  profile: Profile | 'auto';
  /** Candidates for `auto`; the shipped profiles when absent. */
  profiles?: readonly Profile[];
  digests: Digests;
  key?: Uint8Array;
}

/** What the ends of a file say of its place in a chain. */
export interface PartEnds {
  name: string;
  /** Chain that its first record names. */
  chain: string | null;
  /** Under which its ends were read. */
  profile: string;
  /** Its first record is the first of a chain. */
  starts: boolean;
  first: RecordFacts;
  last: RecordFacts;
}

/**
 * Reads the ends of files. Each file under the profile that explains its own two records, as logs of several kinds may
 * lie together; one whose records none explains under that of the rest. Empty when no profile explains anything.
 */
export function endsOf(parts: readonly LogPart[], options: GroupOptions): PartEnds[] {
  const { digests, key = null, profiles = listProfiles() } = options;
  const detected = (sample: readonly ChainRecordLine[]) =>
    options.profile === 'auto' ? detectProfile(sample, profiles, digests, key).profile : options.profile;
  const common = detected(parts.flatMap((part) => [part.first, part.last]));
  if (common === null) return [];
  return parts.map((part) => {
    const profile = detected([part.first, part.last]) ?? common;
    const reader = new RecordReader(profile, digests, key);
    const first = reader.read(part.first);
    const starts = first.fault === null && first.previous === GENESIS;
    const last = reader.read(part.last);
    return { name: part.name, chain: first.chain, profile: profile.name, starts, first, last };
  });
}
