export const HASH_ALGORITHMS = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

/** Hex characters of a whole digest. */
export const DIGEST_CHARACTERS = { sha1: 40, sha256: 64, sha384: 96, sha512: 128 } as const;

/** What a profile says about its digests, as far as their size goes. */
interface SizedDigest {
  digest: { algorithm: (typeof HASH_ALGORITHMS)[number]; characters?: number | undefined };
}

/** Hex characters of a digest under this profile, without the prefix. */
export function digestCharacters(profile: SizedDigest): number {
  const whole = DIGEST_CHARACTERS[profile.digest.algorithm];
  return Math.min(profile.digest.characters ?? whole, whole);
}

/** True when the profile keeps less than 256 bits, or uses a hash with known collisions. */
export function isWeakDigest(profile: SizedDigest): boolean {
  return profile.digest.algorithm === 'sha1' || digestCharacters(profile) < 64;
}
