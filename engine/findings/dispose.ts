import { TickmarkError } from '#shared/model/errors.ts';
import type { Disposition } from '#shared/model/vocabulary.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import type { Author } from '#engine/workpapers/index.ts';
import { addEntries, dispositionsOf, entriesOf, requireFindings, workOf } from './entries.ts';

/**
 * Records what the client decided about findings. One change for all of them; the earlier state stays in the journal.
 * Throws NOT_FOUND when one of the ids is not among the current findings: then none is changed.
 */
export function disposeFindings(
  engagement: Engagement,
  ids: readonly string[],
  decision: { disposition: Disposition; note?: string | undefined },
  author: Author,
): Promise<{ changed: number }> {
  return engagement.change('findings_disposed', async (session) => {
    const wanted = await requireFindings(session, ids);
    const before = await session.rows(
      'SELECT id, disposition, note FROM current_findings() WHERE id IN (SELECT unnest($ids::VARCHAR[]))',
      { ids: wanted },
    );
    const content = { disposition: decision.disposition, note: decision.note ?? null };
    await addEntries(session, wanted, 'disposition', content, author);
    await session.run(
      `INSERT INTO work.dispositions (finding_id, disposition, note)
       SELECT unnest($ids::VARCHAR[]), $disposition, $note
       ON CONFLICT (finding_id) DO UPDATE SET disposition = excluded.disposition, note = coalesce(excluded.note, note)`,
      { ids: wanted, ...content },
    );
    return { value: { changed: wanted.length }, details: { ...content, by: author.by, before } };
  });
}

/**
 * Takes the last disposition of each finding back; what stood before it is in force again, and both stay in the
 * history. Throws NOT_FOUND, and BAD_ARGUMENT where nothing stands: then none is changed.
 */
export function undoDispositions(
  engagement: Engagement,
  ids: readonly string[],
  author: Author,
): Promise<{ changed: number }> {
  return engagement.change('findings_disposition_undone', async (session) => {
    const wanted = await requireFindings(session, ids);
    const undone = [];
    for (const id of wanted) {
      const entries = await entriesOf(session, id);
      const last = dispositionsOf(entries).at(-1);
      if (last === undefined) {
        throw new TickmarkError('BAD_ARGUMENT', `the finding ${id} has no disposition to take back`, {
          hint: 'Nothing was changed.',
        });
      }
      await addEntries(session, [id], 'undo', { seq: last.seq, ...last.content }, author);
      const { decided } = workOf(await entriesOf(session, id));
      await session.run(
        'UPDATE work.dispositions SET disposition = $disposition, note = $note WHERE finding_id = $id',
        {
          id,
          disposition: decided?.disposition ?? 'open',
          note: decided?.note ?? null,
        },
      );
      undone.push({ id, seq: last.seq, ...last.content });
    }
    return { value: { changed: wanted.length }, details: { by: author.by, undone } };
  });
}
