import { decideIdentity, identityCandidates, resolveIdentities } from '#engine/intake/index.ts';
import type { Handlers } from '../context.ts';

type Area = 'identities.candidates' | 'identities.decide';

export const identityHandlers: Pick<Handlers, Area> = {
  'identities.candidates': async ({ engagement }, options) =>
    engagement.store.use((session) => identityCandidates(session, options)),

  'identities.decide': async ({ engagement }, { note, ...pair }) => {
    await decideIdentity(engagement, { ...pair, note: note ?? null });
    const { resolved } = await resolveIdentities(engagement);
    return { resolved };
  },
};
