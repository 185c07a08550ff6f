import { TickmarkError } from '#shared/model/errors.ts';
import type { Disposition } from '#shared/model/vocabulary.ts';
import type { Engagement } from '#engine/engagement/index.ts';

/**
 * Records what the client decided about findings. One change for all of them; the earlier state stays in the journal.
 * Throws NOT_FOUND when one of the ids is not among the current findings: then none is changed.
 */
export function disposeFindings(
  engagement: Engagement,
  ids: readonly string[],
  disposition: Disposition,
  note: string | undefined,
): Promise<{ changed: number }> {
  return engagement.change('findings_disposed', async (session) => {
    const wanted = [...new Set(ids)];
    const before = await session.rows(
      'SELECT id, disposition, note FROM current_findings() WHERE id IN (SELECT unnest($ids::VARCHAR[]))',
      {
        ids: wanted,
      },
    );
    const unknown = wanted.filter((id) => !before.some((row) => row['id'] === id));
    if (unknown.length > 0) {
      throw new TickmarkError('NOT_FOUND', `there is no finding ${unknown[0]!} in the latest runs`, {
        hint: 'Nothing was changed. List the findings again.',
      });
    }
    await session.run(
      `INSERT INTO work.dispositions (finding_id, disposition, note)
       SELECT unnest($ids::VARCHAR[]), $disposition, $note
       ON CONFLICT (finding_id) DO UPDATE SET disposition = excluded.disposition, note = coalesce(excluded.note, note)`,
      { ids: wanted, disposition, note: note ?? null },
    );
    return { value: { changed: wanted.length }, details: { disposition, note: note ?? null, before } };
  });
}
