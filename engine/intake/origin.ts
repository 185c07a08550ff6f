import { TickmarkError } from '#shared/model/errors.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { EngagementSettings } from '#engine/engagement/types.ts';
import type { PlannedPart } from './plan.ts';

/** Readers of what the outbox keeps of what it sent out. */
const OWN_RECORDS: ReadonlySet<string> = new Set(['review-request', 'remediation-plan']);

/** Who made a file, as far as the engagement knows: its own outbox, or somebody. */
export type Origin = Receipt['origin'] | null;

interface Given {
  kind: EngagementSettings['kind'];
  file: string;
  origin: Origin;
  /** The user named the reader. */
  named: boolean;
}

/**
 * Anybody can write a file in the form of the outbox's own records. Only what the outbox itself kept counts as sent out;
 * of another, this gives the note for its receipt: it is the word of whoever handed it over. Where an outbox is at work it
 * is taken only when the user says so. Throws RECORD_FOREIGN.
 */
export function foreignRecord(
  planned: readonly PlannedPart[],
  { kind, file, origin, named }: Given,
): string | null {
  const reader = planned.find((part) => OWN_RECORDS.has(part.reader?.spec.id ?? ''))?.reader?.spec.id;
  if (reader === undefined || origin === 'outbox') return null;
  if (kind === 'internal' && !named) {
    throw new TickmarkError(
      'RECORD_FOREIGN',
      `${file} has the form of what the outbox keeps, and the outbox of this engagement did not make it`,
      {
        hint: `Returned workbooks and actions would be held against it. If it is your own record of another engagement, import it with --as ${reader}: its receipt then says that it came as a file.`,
      },
    );
  }
  return 'the journal does not know it as sent out from here: a claim of whoever handed it over';
}
