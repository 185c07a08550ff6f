import { isObject, type Extract, type Extracted, type JsonObject } from '#engine/intake/kit.ts';
import { textAt, filled } from '#engine/intake/pick.ts';

const DECISIONS: Readonly<Record<string, string>> = {
  approve: 'approve',
  deny: 'revoke',
  dontknow: 'unsure',
};
/** How the service names nobody. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function rows(record: number, item: JsonObject, first: (key: string) => boolean): Extracted[] {
  const campaign = textAt(item, 'accessReviewId');
  const id = textAt(item, 'id');
  const resource = textAt(item, 'resource.displayName', 'resource.id', 'resourceLink');
  const lines: Extracted[] = [];
  if (campaign !== null && first(campaign))
    lines.push({
      record,
      of: 'campaign',
      value: { campaign_id: campaign, review_type: 'access_review', scope: resource },
    });
  lines.push({
    record,
    of: 'item',
    value: {
      campaign_id: campaign,
      item_id: id,
      user_email: textAt(
        item,
        'principal.userPrincipalName',
        'target.userPrincipalName',
        'principal.displayName',
        'principal.id',
      ),
      system: 'entra',
      resource,
      permission: textAt(item, 'resource.type') ?? 'member',
    },
  });
  const decision = textAt(item, 'decision')?.toLowerCase() ?? 'notreviewed';
  const known = DECISIONS[decision];
  // Not reviewed (and not notified) is the lack of an answer, not an answer.
  if (known === undefined) return lines;
  lines.push({
    record,
    of: 'answer',
    value: {
      campaign_id: campaign,
      item_id: id,
      reviewer_email:
        textAt(item, 'reviewedBy.id') === NOBODY
          ? null
          : textAt(item, 'reviewedBy.userPrincipalName', 'reviewedBy.displayName'),
      decided_at: textAt(item, 'reviewedDateTime'),
      decision: known,
      comment: textAt(item, 'justification'),
      answers: filled({
        recommendation: textAt(item, 'recommendation'),
        applied: textAt(item, 'applyResult'),
        applied_at: textAt(item, 'appliedDateTime'),
        applied_by: textAt(item, 'appliedBy.userPrincipalName'),
      }),
    },
  });
  return lines;
}

/** A decision item becomes a review item, with an answer where somebody decided. */
export const extract: Extract = (records) => {
  const seen = new Set<string>();
  const first = (key: string) => !seen.has(key) && seen.add(key) !== undefined;
  return records.flatMap((item, i): Extracted[] =>
    isObject(item)
      ? rows(i + 1, item, first)
      : [{ record: i + 1, fault: 'a decision must be an object with named fields', raw: item }],
  );
};
