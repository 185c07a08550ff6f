import type { VerifyCheck } from '#shared/model/verify.ts';
import { type EvidenceView, undecided } from './evidence-view.ts';

/** When was it signed? The signer's own word. */
export function checkTime(view: EvidenceView): VerifyCheck[] {
  return [view.preparer, view.reviewer]
    .filter((signed) => signed !== null)
    .map(({ role, statement }) => {
      const asserted = statement === null ? '' : ` (${statement.signed_at})`;
      const detail = `time asserted by the signer, not proven${asserted}`;
      return undecided('time', `${role} signing time`, detail);
    });
}
