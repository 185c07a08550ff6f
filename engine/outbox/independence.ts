import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement } from '#engine/engagement/index.ts';

/** Why an external auditor sends no reviews and plans no remediation; the same words in window and command line. */
export const INDEPENDENCE_REASON =
  'Sending out reviews and planning remediation is running management’s control. An external auditor who does it audits their own work.';

/** Throws INDEPENDENCE where the engagement is external. */
export function requireInternal({ settings }: Pick<Engagement, 'settings'>): void {
  if (settings.kind === 'internal') return;
  throw new TickmarkError('INDEPENDENCE', 'this engagement is external', {
    hint: `${INDEPENDENCE_REASON} Internal audit makes an engagement of its own: tickmark init --kind internal.`,
  });
}
