import { resolveMoments } from '#engine/engagement/index.ts';
import {
  actionViews,
  countStates,
  requireInternal,
  reviewStatus,
  sendPlan,
  sendReminders,
  sendReview,
} from '#engine/outbox/index.ts';
import type { Handlers } from '../context.ts';

type Area = 'outbox.review' | 'outbox.reminders' | 'outbox.status' | 'outbox.plan';

export const outboxHandlers: Pick<Handlers, Area> = {
  'outbox.review': async ({ engagement }, request, work) => sendReview(engagement, request, work),

  'outbox.reminders': async ({ engagement }, request, work) => sendReminders(engagement, request, work),

  'outbox.status': async ({ engagement }, { as_of }) => {
    requireInternal(engagement);
    return engagement.store.use(async (session) => {
      const moments = await resolveMoments(session, engagement.settings, { as_of });
      const actions = await actionViews(session, moments.as_of);
      return {
        as_of: moments.as_of_text,
        ...(await reviewStatus(session, moments.as_of)),
        actions,
        counts: countStates(actions),
      };
    });
  },

  'outbox.plan': async ({ engagement }, request, work) => sendPlan(engagement, request, work),
};
