import type { PbcList } from '#shared/contract/intake-schemas.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';

/** What of the items that are still asked for has come; one that came late has come. */
export function requestsOf(counts: PbcList['counts']): { received: number; all: number; mark: VerdictMark } {
  const { open, received: inTime, late, missing } = counts;
  const received = inTime + late;
  const all = received + open + missing;
  const mark = all === 0 ? 'not_run' : missing > 0 ? 'fails' : open > 0 ? 'not_proven' : 'holds';
  return { received, all, mark };
}
