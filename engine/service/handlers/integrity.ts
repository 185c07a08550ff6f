import { TickmarkError } from '#shared/model/errors.ts';
import { subjectTrail } from '#engine/reports/subject-trail.ts';
import { keepAnchors } from '../chain-anchors.ts';
import { chainProfiles, removeProfile, saveProfile } from '../chain-profiles.ts';
import { chainRecord, chainStrip } from '../chain-view.ts';
import { verifyEngagementChains } from '../chains.ts';
import { engagementTrails } from '../cloudtrail.ts';
import type { Handlers } from '../context.ts';

type Area =
  | 'chain.verify'
  | 'chain.strip'
  | 'chain.record'
  | 'chain.anchor'
  | 'cloudtrail.verify'
  | 'trail.of'
  | 'profiles.list'
  | 'profiles.save'
  | 'profiles.remove';

export const integrityHandlers: Pick<Handlers, Area> = {
  'chain.verify': async (context, question, work) => ({
    chains: await verifyEngagementChains(context.engagement, { ...question, ...work }),
  }),

  'chain.strip': async (context, { chain, bins }, work) => chainStrip(context.engagement, chain, bins, work),

  'chain.record': async (context, { chain, index }, work) =>
    chainRecord(context.engagement, chain, index, work),

  'chain.anchor': async (context, question) => keepAnchors(context.engagement, question),

  'trail.of': async (context, { subject, offset, limit }) =>
    context.engagement.store.use((session) => subjectTrail(session, subject, { offset, limit })),

  'profiles.list': async (context) => ({
    profiles: await chainProfiles(context.isOpen ? context.engagement : null),
  }),

  'profiles.save': async (context, { yaml }) => saveProfile(context.engagement, yaml),

  'profiles.remove': async (context, { name }) => {
    await removeProfile(context.engagement, name);
    return null;
  },

  'cloudtrail.verify': async (context, question, work) => {
    const report = await engagementTrails(context.engagement, { ...question, ...work });
    if (report !== null) return report;
    throw new TickmarkError('DATA_MISSING', 'no CloudTrail digest was imported', {
      hint: 'Import AWSLogs/<account>/CloudTrail-Digest/ and AWSLogs/<account>/CloudTrail/ with their keys and metadata.',
    });
  },
};
