import type { Digests } from '../digests.ts';
import type { Profile } from '../profiles/schema.ts';
import type { ChainRecordLine } from '../records/record.ts';
import { GENESIS, RecordReader } from './facts.ts';

/** How many records of the sample one profile explains. */
export interface ProfileFit {
  profile: string;
  matched: number;
  tried: number;
}

export interface Detection {
  /** The best fitting profile, or null when none explains any record. */
  profile: Profile | null;
  /** Other profiles that explain the sample as well and differ in the canonical form only. */
  equals: Profile[];
  /** All profiles that explain at least one record, best first. */
  fits: ProfileFit[];
}

/** Records that the profile explains, and those that name a predecessor under it. */
function countMatches(
  profile: Profile,
  records: readonly ChainRecordLine[],
  digests: Digests,
  key: Uint8Array | null,
): { matched: number; named: number } {
  const reader = new RecordReader(profile, digests, key);
  const heads = new Map<string | null, string>();
  let matched = 0;
  let named = 0;
  for (const record of records) {
    const facts = reader.read(record);
    if (facts.fault !== null) continue;
    // A profile without a hash field has nothing to compare but the link to the record before.
    const holds = profile.fields.hash === undefined ? heads.get(facts.chain) === facts.previous : facts.sound;
    if (holds) matched++;
    if (holds && facts.previous !== GENESIS) named++;
    heads.set(facts.chain, facts.stated);
  }
  return { matched, named };
}

function differInFormOnly(a: Profile, b: Profile): boolean {
  const rest = ({ fields, genesis, digest, link }: Profile) =>
    JSON.stringify([fields, genesis, digest, link]);
  return rest(a) === rest(b);
}

/**
 * Tries profiles on a sample of records. Of equal fits the first of the list counts. Keyed profiles are tried with a
 * key only, all others without.
 */
export function detectProfile(
  records: readonly ChainRecordLine[],
  profiles: readonly Profile[],
  digests: Digests,
  key: Uint8Array | null = null,
): Detection {
  const scored = profiles
    .filter((profile) => !profile.digest.keyed || key !== null)
    .map((profile) => {
      const { matched, named } = countMatches(profile, records, digests, key);
      return { profile, named, fit: { profile: profile.name, matched, tried: records.length } };
    })
    .filter(({ fit }) => fit.matched > 0)
    // Two may hash alike and look for the previous hash under other names: the one that finds it knows the log.
    .sort((a, b) => b.fit.matched - a.fit.matched || b.named - a.named);
  const best = scored[0];
  const equals = scored
    .slice(1)
    .filter(
      ({ profile, named, fit }) =>
        fit.matched === best?.fit.matched && named === best.named && differInFormOnly(profile, best.profile),
    )
    .map(({ profile }) => profile);
  return { profile: best?.profile ?? null, equals, fits: scored.map(({ fit }) => fit) };
}
