import { TickmarkError } from '#shared/model/errors.ts';
import type { Session } from '#engine/store/index.ts';

/** Those of the campaigns that were imported, or made, already; in order. */
async function takenOf(session: Session, campaigns: readonly string[]): Promise<string[]> {
  const rows = await session.rows(
    `SELECT DISTINCT campaign_id FROM (SELECT campaign_id FROM review_campaigns UNION ALL SELECT campaign_id FROM review_items)
     WHERE list_contains($campaigns::VARCHAR[], campaign_id) ORDER BY campaign_id`,
    { campaigns: [...campaigns] },
  );
  return rows.map(({ campaign_id }) => String(campaign_id));
}

/**
 * Throws BAD_ARGUMENT where a campaign that a new review would make is there already: its items would stand among
 * those of another review, under the same numbers.
 */
export async function requireNew(session: Session, campaigns: readonly string[]): Promise<void> {
  const taken = await takenOf(session, campaigns);
  if (taken.length === 0) return;
  throw new TickmarkError(
    'BAD_ARGUMENT',
    `the new review would make ${campaigns.join(', ')}, and ${taken.join(', ')} is there already`,
    { hint: 'Name the review in another way, or send out the one that is there by its own name.' },
  );
}

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
    const known = (await takenOf(session, [named])).length > 0;
    if (!known && !/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(named)) {
      throw new TickmarkError(
        'BAD_ARGUMENT',
        'a campaign is named by up to 64 letters, digits, dots, dashes and spaces',
        { hint: 'Begin it with a letter or a digit, for example 2024-Q4.' },
      );
    }
    return { campaign_id: named, known };
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
  if ((await takenOf(session, [fresh])).length === 0) return { campaign_id: fresh, known: false };
  throw new TickmarkError('BAD_ARGUMENT', `the review ${fresh} is finished`, {
    hint: 'Name a new one with --campaign.',
  });
}
