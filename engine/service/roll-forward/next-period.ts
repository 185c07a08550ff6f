import type { PbcItem } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { KeptControl } from '#engine/workpapers/index.ts';

export interface Period {
  from: string;
  to: string;
}

const DAY = 86_400_000;
const instant = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Days from the end of one period to the end of another. */
export function daysBetweenEnds(earlier: Period, next: Period): number {
  return Math.round((instant(next.to) - instant(earlier.to)) / DAY);
}

function moved(day: string, days: number): string {
  return new Date(instant(day) + days * DAY).toISOString().slice(0, 10);
}

/** Throws BAD_ARGUMENT for a period that does not come after the earlier one. */
export function requireLater(earlier: Period, next: Period): void {
  if (next.from > earlier.from && next.to > earlier.to) return;
  throw new TickmarkError(
    'BAD_ARGUMENT',
    `the period ${next.from}..${next.to} does not come after ${earlier.from}..${earlier.to}`,
    { hint: 'A roll-forward begins later and ends later than the engagement that it takes over from.' },
  );
}

/**
 * What was asked for is asked for again: nothing has come, nothing is waived, and what was due some days after the end of
 * the earlier period is due as many days after the end of this one.
 */
export function askedAgain(item: PbcItem, days: number): PbcItem {
  const { sources: _sources, waived: _waived, requested_on: _requested, due_on, ...rest } = item;
  return { ...rest, ...(due_on === undefined ? {} : { due_on: moved(due_on, days) }) };
}

/** The design of a control stands until it changes; what was seen of its operation was of the earlier period. */
export function designKept(kept: KeptControl, from: string): KeptControl {
  const { design } = kept;
  const note = `Carried over from ${from}, with its attachments left there: see that the design has not changed.`;
  return {
    control: kept.control,
    design:
      design === null
        ? null
        : { ...design, note: design.note === null ? note : `${note} ${design.note}`, attachments: [] },
    operation: null,
    conclusion: null,
  };
}
