import type { ChainRecordLine, RecordSource } from '../records/record.ts';
import { GENESIS } from './facts.ts';
import { endsOf, type GroupOptions, type LogPart, type PartEnds } from './part-ends.ts';

function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

/** Starts of the chain first, then by time of the first record, then by name. */
function compareEnds(a: PartEnds, b: PartEnds): number {
  const start = (part: PartEnds) => (part.starts ? 0 : 1);
  return start(a) - start(b) || compareText(a.first.time, b.first.time) || compareText(a.name, b.name);
}

/**
 * Order in which the files of one log belong together: each behind the file whose last record its first one names.
 * Files that no link joins stand by the time of their first record. Answers the names.
 */
export function joinOrder(parts: readonly LogPart[], options: GroupOptions): string[] {
  const ends = endsOf(parts, options).sort(compareEnds);
  if (ends.length === 0) return parts.map((part) => part.name).sort(compareText);
  const followers = new Map<string, PartEnds>();
  for (const part of ends) {
    const { fault, previous } = part.first;
    if (fault === null && previous !== GENESIS && !followers.has(previous)) followers.set(previous, part);
  }
  const led = new Set(
    ends.map(({ last }) => followers.get(last.stated)).filter((part) => part !== undefined),
  );
  const order = new Set<string>();
  // Heads first; what is left after them can only run in a circle and is taken as it comes.
  for (const head of [...ends.filter((part) => !led.has(part)), ...ends]) {
    for (let part: PartEnds | undefined = head; part !== undefined && !order.has(part.name); ) {
      order.add(part.name);
      part = part.last.fault === null ? followers.get(part.last.stated) : undefined;
    }
  }
  return [...order];
}

/** The records of several files as those of one log: `index` counts on from file to file, `offset` is within the file. */
export async function* concatRecords(
  sources: Iterable<RecordSource> | AsyncIterable<RecordSource>,
): AsyncGenerator<ChainRecordLine[]> {
  let index = 0;
  for await (const source of sources) {
    for await (const item of source) {
      const batch = 'bytes' in item ? [item] : item;
      yield batch.map((record) => ({ ...record, index: index++ }));
    }
  }
}
