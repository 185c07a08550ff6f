import type { Result } from '#shared/contract/methods.ts';
import { formatMoment } from '../data/time.ts';
import { trailWords as t } from '../strings/integrity.ts';

type Entry = Result<'trail.of'>['entries'][number];

/** When it happened; what only snapshots show lies between two of them. */
export function EntryTime({ entry, zone }: { entry: Entry; zone: string }) {
  if (entry.not_before === null) return <span className="when">{formatMoment(entry.at, zone)}</span>;
  return (
    <span className="when">
      <span className="muted">{t.after(formatMoment(entry.not_before, zone))}</span>
      <br />
      {t.seenAt(formatMoment(entry.at, zone))}
    </span>
  );
}

/** What happened, without the times in UTC that stand beside it in the zone of the engagement. */
export function entryText({ text, not_before, at }: Entry): string {
  return not_before === null ? text : text.replace(` between ${not_before} and ${at}`, '');
}
