import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';

/**
 * The campaign to send out: the named one where it was imported, else a new one of that name. Without a name the one
 * that still has items to decide and is not finished, else a new one. Throws BAD_ARGUMENT where several are open, or
 * the name is none.
 */
export async function chooseCampaign(
  session: Session,
  named: string | undefined,
  day: string,
): Promise<{ campaign_id: string; known: boolean }> {
  if (named !== undefined) {
    const known = await session.value(
      `SELECT 1 FROM (SELECT campaign_id FROM review_campaigns UNION ALL SELECT campaign_id FROM review_items)
       WHERE campaign_id = $named LIMIT 1`,
      { named },
    );
    if (known === null && !/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(named)) {
      throw new TickmarkError(
        'BAD_ARGUMENT',
        'a campaign is named by up to 64 letters, digits, dots, dashes and spaces',
        { hint: 'Begin it with a letter or a digit, for example 2024-Q4.' },
      );
    }
    return { campaign_id: named, known: known !== null };
  }
  const open = await session.rows(
    `SELECT i.campaign_id FROM review_items AS i
     JOIN (SELECT campaign_id, max(completed_at) AS completed_at FROM review_campaigns GROUP BY campaign_id) AS c ON c.campaign_id = i.campaign_id
     ANTI JOIN (
       SELECT campaign_id, item_id FROM (
         SELECT campaign_id, item_id, lower(trim(decision)) AS decision FROM review_answers
         WHERE nullif(trim(decision), '') IS NOT NULL
         QUALIFY row_number() OVER (PARTITION BY campaign_id, item_id ORDER BY decided_at DESC NULLS LAST, source_id, record_no) = 1
       ) WHERE decision <> 'unsure'
     ) AS a ON a.campaign_id = i.campaign_id AND a.item_id = i.item_id
     WHERE c.completed_at IS NULL
     GROUP BY i.campaign_id ORDER BY i.campaign_id`,
  );
  const ids = open.map(({ campaign_id }) => String(campaign_id));
  if (ids.length > 1) {
    throw new TickmarkError('BAD_ARGUMENT', `${ids.length} reviews are open: ${ids.join(', ')}`, {
      hint: 'Name one with --campaign, or a new name to begin a review of the snapshot.',
    });
  }
  if (ids.length === 1) return { campaign_id: ids[0]!, known: true };
  const fresh = `REVIEW-${day}`;
  const taken = await session.value('SELECT 1 FROM review_campaigns WHERE campaign_id = $fresh LIMIT 1', {
    fresh,
  });
  if (taken === null) return { campaign_id: fresh, known: false };
  throw new TickmarkError('BAD_ARGUMENT', `the review ${fresh} is finished`, {
    hint: 'Name a new one with --campaign.',
  });
}
