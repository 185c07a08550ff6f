import { TickmarkError } from '#shared/model/errors.ts';
import { SHIPPED_PROFILES } from './generated.ts';
import type { Profile } from './schema.ts';

let cache: readonly Profile[] | null = null;

/** The shipped profiles, in the order in which detection prefers them. */
export function listProfiles(): readonly Profile[] {
  cache ??= SHIPPED_PROFILES.map((json) => JSON.parse(json) as Profile);
  return cache;
}

/** The shipped profile of that name; throws PROFILE_UNKNOWN with the list of names. */
export function findProfile(name: string): Profile {
  const found = listProfiles().find((profile) => profile.name === name);
  if (found !== undefined) return found;
  throw new TickmarkError('PROFILE_UNKNOWN', `No hash-chain profile is called ${JSON.stringify(name)}`, {
    hint: `Known profiles: ${listProfiles()
      .map((profile) => profile.name)
      .join(', ')}`,
  });
}
