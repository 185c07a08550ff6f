import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, nodeDigests } from '#engine/engagement/index.ts';
import { isWeakDigest, listProfiles, parseProfile, type Profile } from '#engine/integrity/index.ts';
import { ownProfiles } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';

/** A profile as lists show it. `yaml` only of those that were written for this engagement. */
export interface ProfileView {
  name: string;
  title: string;
  own: boolean;
  /** Digests that keep less than 256 bits, or a hash function with known collisions. */
  weak: boolean;
  /** Needs the secret of the log. */
  keyed: boolean;
  yaml: string | null;
}

const encoder = new TextEncoder();

function view(profile: Profile, yaml: string | null): ProfileView {
  return {
    name: profile.name,
    title: profile.title,
    own: yaml !== null,
    weak: isWeakDigest(profile),
    keyed: profile.digest.keyed,
    yaml,
  };
}

/** Profiles of the engagement by name, as they were written. */
export async function storedProfiles(
  session: Session,
): Promise<{ name: string; sha256: string; yaml: string }[]> {
  const rows = await session.rows('SELECT name, sha256, yaml FROM work.chain_profiles ORDER BY name');
  return rows.map((row) => ({
    name: String(row['name']),
    sha256: String(row['sha256']),
    yaml: String(row['yaml']),
  }));
}

/** Profiles of the engagement as detection takes them: before the shipped ones, because somebody wrote them for these logs. */
export async function profilesInForce(engagement: Pick<Engagement, 'store'>): Promise<Profile[]> {
  const own = await engagement.store.use((session) =>
    ownProfiles((sql, params) => session.rows(sql, params)),
  );
  return [...own, ...listProfiles()];
}

/** Those of the engagement first, then the shipped ones. */
export async function chainProfiles(engagement: Engagement | null): Promise<ProfileView[]> {
  const own = engagement === null ? [] : await engagement.store.use((session) => storedProfiles(session));
  return [
    ...own.map(({ yaml }) => view(parseProfile(yaml), yaml)),
    ...listProfiles().map((profile) => view(profile, null)),
  ];
}

/**
 * Keeps a hand-written profile with the engagement, or replaces one of that name. Throws PROFILE_INVALID for one that
 * does not follow the schema or takes the name of a shipped one.
 */
export async function saveProfile(engagement: Engagement, yaml: string): Promise<ProfileView> {
  return engagement.change('chain_profile_saved', async (session) => {
    const { profile, sha256 } = await keepProfile(session, yaml);
    return { value: view(profile, yaml), details: { name: profile.name, sha256 } };
  });
}

/** The same inside the caller's change. */
export async function keepProfile(
  session: Session,
  yaml: string,
): Promise<{ profile: Profile; sha256: string }> {
  const profile = parseProfile(yaml);
  if (listProfiles().some(({ name }) => name === profile.name)) {
    throw new TickmarkError(
      'PROFILE_INVALID',
      `the name ${profile.name} is that of a profile that comes with Tickmark`,
      {
        hint: 'Give it a name of its own: verdicts name the profile that they rest on.',
      },
    );
  }
  const sha256 = nodeDigests.hash('sha256', encoder.encode(yaml));
  await session.run('INSERT OR REPLACE INTO work.chain_profiles VALUES ($name, $sha256, $yaml)', {
    name: profile.name,
    sha256,
    yaml,
  });
  return { profile, sha256 };
}

/** Throws PROFILE_UNKNOWN when the engagement has none of that name. */
export async function removeProfile(engagement: Engagement, name: string): Promise<void> {
  const stored = await engagement.store.use((session) => storedProfiles(session));
  const found = stored.find((item) => item.name === name);
  if (found === undefined) {
    throw new TickmarkError('PROFILE_UNKNOWN', `this engagement has no profile ${JSON.stringify(name)}`, {
      hint:
        stored.length === 0
          ? 'None was written for it.'
          : `It has ${stored.map((item) => item.name).join(', ')}.`,
    });
  }
  await engagement.change('chain_profile_removed', async (session) => {
    await session.run('DELETE FROM work.chain_profiles WHERE name = $name', { name });
    return { value: null, details: { name, sha256: found.sha256 } };
  });
}
