import type { ChainLog, Segment } from './chain-log.ts';

/** Ids of records by position, as far as they were kept (the last 256 before each irregular place, and each first one). */
export class RecordNames {
  private readonly log: ChainLog;

  constructor(log: ChainLog) {
    this.log = log;
  }

  idAt(position: number): string | null {
    const segment = this.segmentOf(position);
    if (position === segment.start) return segment.startId;
    return segment.lastIds[segment.lastIds.length - 1 - (segment.end - position)] ?? null;
  }

  /** The digits at the end of the id. */
  numberAt(position: number): number | null {
    const digits = this.idAt(position)?.match(/\d{1,15}$/);
    return digits == null ? null : Number(digits[0]);
  }

  /** The record as a sentence names it. */
  name(position: number): string {
    const index = this.log.hashes.indexAt(position);
    const id = this.idAt(position);
    return id === null ? `record ${index}` : `${id}, record ${index}`;
  }

  private segmentOf(position: number): Segment {
    const { segments } = this.log;
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (segments[middle]!.start <= position) low = middle;
      else high = middle - 1;
    }
    return segments[low]!;
  }
}
