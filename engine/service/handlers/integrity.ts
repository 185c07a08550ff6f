import { TickmarkError } from '#shared/model/errors.ts';
import { verifyEngagementChains } from '../chains.ts';
import { engagementTrails } from '../cloudtrail.ts';
import type { Handlers } from '../context.ts';

type Area = 'chain.verify' | 'cloudtrail.verify';

export const integrityHandlers: Pick<Handlers, Area> = {
  'chain.verify': async (context, question, work) => ({
    chains: await verifyEngagementChains(context.engagement, { ...question, ...work }),
  }),

  'cloudtrail.verify': async (context, question, work) => {
    const report = await engagementTrails(context.engagement, { ...question, ...work });
    if (report !== null) return report;
    throw new TickmarkError('DATA_MISSING', 'no CloudTrail digest was imported', {
      hint: 'Import AWSLogs/<account>/CloudTrail-Digest/ and AWSLogs/<account>/CloudTrail/ with their keys and metadata.',
    });
  },
};
