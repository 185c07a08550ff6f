import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chained,
  hashed,
  intactChain,
  lines,
  type PlannedRecord,
  planned,
  sha256,
} from '#test/vectors/chains/plan.ts';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import { encodeText } from '../json/utf8.ts';
import { findProfile } from '../profiles/shipped.ts';
import { verifyChain } from './verify.ts';

const SAME_TIME = '2024-11-24T14:00:00Z';

interface Expected {
  kind: string;
  record: PlannedRecord;
}

/** Does one thing to a log near a record of the genuine chain, and says what a verifier must find. */
type Mutation = (log: PlannedRecord[], genuine: readonly PlannedRecord[], n: number) => Expected[];

function forged(previous: string, n: number): PlannedRecord {
  return hashed({ ...planned(n, { id: `evt_forged_${n}x`, timestamp: SAME_TIME }), previous_hash: previous });
}

function replace(
  log: PlannedRecord[],
  n: number,
  genuine: readonly PlannedRecord[],
  by: PlannedRecord,
): PlannedRecord {
  log[log.indexOf(genuine[n]!)] = by;
  return by;
}

/** Each leaves the records from n + 2 on, and all before n - 1, as they were. */
const MUTATIONS: Record<string, Mutation> = {
  edited: (log, genuine, n) => {
    const record = replace(log, n, genuine, { ...genuine[n]!, actor: 'mallory' });
    return [{ kind: 'edited', record }];
  },
  'edited with another hash': (log, genuine, n) => {
    const record = replace(log, n, genuine, { ...genuine[n]!, actor: 'mallory', hash: sha256('made up') });
    return [{ kind: 'edited', record }];
  },
  rehashed: (log, genuine, n) => {
    const record = replace(log, n, genuine, hashed({ ...genuine[n]!, actor: 'mallory' }));
    return [{ kind: 'rehashed', record }];
  },
  deleted: (log, genuine, n) => {
    log.splice(log.indexOf(genuine[n]!), 1);
    return [{ kind: 'deleted', record: genuine[n + 1]! }];
  },
  inserted: (log, genuine, n) => {
    const record = forged(genuine[n]!.hash, n);
    log.splice(log.indexOf(genuine[n]!) + 1, 0, record);
    return [{ kind: 'inserted', record }];
  },
  'inserted with a foreign link': (log, genuine, n) => {
    const record = forged(sha256('foreign'), n);
    log.splice(log.indexOf(genuine[n]!) + 1, 0, record);
    return [{ kind: 'inserted', record }];
  },
  'inserted run': (log, genuine, n) => {
    const first = forged(genuine[n]!.hash, n);
    const second = hashed({ ...forged(first.hash, n), id: `evt_second_${n}x` });
    log.splice(log.indexOf(genuine[n]!) + 1, 0, first, second);
    return [first, second].map((record) => ({ kind: 'inserted', record }));
  },
  reordered: (log, genuine, n) => {
    const at = log.indexOf(genuine[n]!);
    log.splice(at, 2, genuine[n + 1]!, genuine[n]!);
    return [{ kind: 'reordered', record: genuine[n + 1]! }];
  },
  forked: (log, genuine, n) => {
    const record = forged(genuine[n - 1]!.hash, n);
    log.splice(log.indexOf(genuine[n]!) + 1, 0, record);
    return [{ kind: 'forked', record }];
  },
  replayed: (log, genuine, n) => {
    const record = { ...genuine[n - 1]! };
    log.splice(log.indexOf(genuine[n]!) + 1, 0, record);
    return [{ kind: 'duplicate_id', record }];
  },
};

type Numbered = 'by id' | 'by sequence';

function lettersOnly(n: number): string {
  return sha256(`id ${n}`).replaceAll(/\d/g, 'x');
}

/** One time for all, so that only hashes and links speak. */
function chainOf(count: number, numbered: Numbered = 'by id'): PlannedRecord[] {
  if (numbered === 'by id') return intactChain(count, { timestamp: SAME_TIME });
  return chained(
    Array.from({ length: count }, (_, i) =>
      planned(i, { timestamp: SAME_TIME, seq: 10 * i, id: lettersOnly(i) }),
    ),
  );
}

async function found(log: readonly PlannedRecord[]) {
  const records = lines(log).map((line, index) => ({ index, offset: 0, bytes: encodeText(line) }));
  const [report] = await verifyChain(records, { profile: findProfile('event-jcs'), digests: nodeDigests });
  return {
    verdict: report?.verdict,
    breaks: report?.breaks.map(({ kind, index, event_id }) => ({ kind, index, event_id })),
  };
}

function wanted(log: readonly PlannedRecord[], expected: readonly Expected[]) {
  const breaks = expected
    .map(({ kind, record }) => ({ kind, index: log.indexOf(record), event_id: record.id }))
    .sort((a, b) => a.index - b.index);
  return { verdict: breaks.length === 0 ? 'not_proven' : 'broken', breaks };
}

describe('a mutated chain', () => {
  it('is named after its mutation, wherever that is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(MUTATIONS)),
        fc.integer({ min: 6, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom<Numbered>('by id', 'by sequence'),
        async (name, count, where, numbered) => {
          const genuine = chainOf(count, numbered);
          const log = [...genuine];
          const expected = MUTATIONS[name]!(log, genuine, 1 + Math.round(where * (count - 4)));
          expect([name, await found(log)]).toEqual([name, wanted(log, expected)]);
        },
      ),
      { seed: 20241124, numRuns: 400 },
    );
  });

  it('has each of several mutations named', async () => {
    const choice = fc.option(fc.constantFrom(...Object.keys(MUTATIONS)), { nil: null });
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { minLength: 2, maxLength: 9 }), async (names) => {
        const genuine = chainOf(6 * names.length + 4);
        const log = [...genuine];
        const expected = names.flatMap((name, i) =>
          name === null ? [] : MUTATIONS[name]!(log, genuine, 6 * i + 3),
        );
        expect([names, await found(log)]).toEqual([names, wanted(log, expected)]);
      }),
      { seed: 20241124, numRuns: 400 },
    );
  });

  it('has a block that was moved named once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 50 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 40 }),
        async (count, from, length, to) => {
          const genuine = chainOf(count);
          const start = from % (count - length);
          const block = genuine.slice(start, start + length);
          const rest = genuine.filter((record) => !block.includes(record));
          const place = to % rest.length;
          // Nearer than its own length it is the other records that moved less.
          fc.pre(Math.abs(place - start) > length);
          const log = [...rest.slice(0, place), ...block, ...rest.slice(place)];
          expect(await found(log)).toEqual(wanted(log, [{ kind: 'reordered', record: block[0]! }]));
        },
      ),
      { seed: 20241124, numRuns: 200 },
    );
  });

  it('never passes for intact after a random edit of one character', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 8 }), fc.nat(), fc.nat(), async (count, line, place) => {
        const texts = lines(chainOf(count));
        const at = line % count;
        const text = texts[at]!;
        const i = place % text.length;
        const other = text[i] === 'x' ? 'y' : 'x';
        texts[at] = text.slice(0, i) + other + text.slice(i + 1);
        const records = texts.map((value, index) => ({ index, offset: 0, bytes: encodeText(value) }));
        const [report] = await verifyChain(records, {
          profile: findProfile('event-jcs'),
          digests: nodeDigests,
        });
        expect([texts[at], report?.verdict]).toEqual([texts[at], 'broken']);
      }),
      { seed: 20241124, numRuns: 500 },
    );
  });

  it('tells nothing about records cut off its end, and says so', async () => {
    const report = await found(chainOf(20).slice(0, 13));
    expect(report).toEqual({ verdict: 'not_proven', breaks: [] });
  });

  it('tells apart what is missing and what was hashed again by numbers only', async () => {
    const genuine = chained(chainOf(12).map((record, i) => ({ ...record, id: lettersOnly(i) })));
    const log = [...genuine];
    log[5] = hashed({ ...log[5]!, actor: 'mallory' });
    expect(await found(log)).toEqual(wanted(log, [{ kind: 'deleted', record: genuine[6]! }]));
  });
});
