import { TickmarkError } from '#shared/model/errors.ts';
import { INDEPENDENCE_REASON } from '#shared/model/review.ts';
import type { Engagement } from '#engine/engagement/index.ts';

/** Throws INDEPENDENCE where the engagement is external. */
export function requireInternal({ settings }: Pick<Engagement, 'settings'>): void {
  if (settings.kind === 'internal') return;
  throw new TickmarkError('INDEPENDENCE', 'this engagement is external', {
    hint: `${INDEPENDENCE_REASON} Internal audit makes an engagement of its own: tickmark init --kind internal.`,
  });
}
