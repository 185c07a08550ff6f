import type { FindingEntry } from '#shared/contract/conclusion-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Conclusion, DeficiencyClass } from '#shared/model/vocabulary.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { Author } from '#engine/workpapers/index.ts';
import { addEntries, requireFindings } from './entries.ts';

type Changed = Promise<{ changed: number }>;

/** One journaled change: an entry for each finding, then what follows from it for the lists. */
function write(
  engagement: Engagement,
  action: string,
  ids: readonly string[],
  kind: FindingEntry['kind'],
  content: FindingEntry['content'],
  author: Author,
  settle: (session: Session, ids: string[]) => Promise<unknown>,
): Changed {
  return engagement.change(action, async (session) => {
    const wanted = await requireFindings(session, ids);
    await addEntries(session, wanted, kind, content, author);
    await settle(session, wanted);
    return { value: { changed: wanted.length }, details: { finding_ids: wanted, ...content, by: author.by } };
  });
}

/** The auditor's conclusion on findings. Throws NOT_FOUND, BAD_ARGUMENT; then none is changed. */
export async function concludeFindings(
  engagement: Engagement,
  ids: readonly string[],
  stated: { conclusion: Conclusion; deficiency?: DeficiencyClass | undefined; reason?: string | undefined },
  author: Author,
): Changed {
  const { conclusion, deficiency = null, reason = null } = stated;
  if (deficiency !== null && conclusion !== 'deviation') {
    throw new TickmarkError('BAD_ARGUMENT', 'only a deviation has a class of deficiency', {
      hint: 'Leave the class out, or conclude that it is a deviation.',
    });
  }
  const content = { conclusion, deficiency, reason };
  return write(engagement, 'findings_concluded', ids, 'conclusion', content, author, (session, wanted) =>
    session.run(
      `INSERT INTO work.dispositions (finding_id, disposition, conclusion, deficiency)
       SELECT unnest($ids::VARCHAR[]), 'open', $conclusion, $deficiency
       ON CONFLICT (finding_id) DO UPDATE SET conclusion = excluded.conclusion, deficiency = excluded.deficiency`,
      { ids: wanted, conclusion, deficiency },
    ),
  );
}

/** Management's answer to findings; `due` is a day. Throws NOT_FOUND, BAD_ARGUMENT. */
export async function respondToFindings(
  engagement: Engagement,
  ids: readonly string[],
  stated: { response: string; owner?: string | undefined; due?: string | undefined },
  author: Author,
): Changed {
  const { response, owner = null, due = null } = stated;
  const content = { text: response, owner, due };
  return write(engagement, 'findings_responded', ids, 'response', content, author, (session, wanted) =>
    session.run(
      `INSERT INTO work.dispositions (finding_id, disposition, response, response_owner, response_due)
       SELECT unnest($ids::VARCHAR[]), 'open', $response, $owner, $due::DATE
       ON CONFLICT (finding_id) DO UPDATE SET
         response = excluded.response, response_owner = excluded.response_owner, response_due = excluded.response_due`,
      { ids: wanted, response, owner, due },
    ),
  );
}

/** A note or a tick mark on findings; it adds to those that are there. Throws NOT_FOUND, BAD_ARGUMENT. */
export async function noteFindings(
  engagement: Engagement,
  ids: readonly string[],
  stated: { note?: string | undefined; tick_mark?: string | undefined },
  author: Author,
): Changed {
  const { note: text = null, tick_mark = null } = stated;
  if (text === null && tick_mark === null)
    throw new TickmarkError('BAD_ARGUMENT', 'there is neither a note nor a tick mark', {
      hint: 'Give one of them.',
    });
  return write(engagement, 'findings_noted', ids, 'note', { text, tick_mark }, author, async () => null);
}
