import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intactChain, lines, type PlannedRecord } from '#test/vectors/chains/plan.ts';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import { encodeText } from '../json/utf8.ts';
import { concatRecords, joinOrder } from './join.ts';
import { verifyChain } from './verify.ts';

const digests = nodeDigests;

function records(log: readonly PlannedRecord[]) {
  return lines(log).map((text, index) => ({ index, offset: 0, bytes: encodeText(text) }));
}

/** The chain cut into files of the given sizes, named so that the names say nothing about their order. */
function cut(chain: readonly PlannedRecord[], sizes: readonly number[]) {
  let at = 0;
  return sizes.map((size, i) => {
    const part = records(chain.slice(at, at + size));
    at += size;
    return { name: `part-${(i * 7) % 10}${i}`, part, first: part[0]!, last: part.at(-1)! };
  });
}

describe('a log in several files', () => {
  it('is joined by its links, in whatever order the files come, and verified as one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 7 }),
        fc.infiniteStream(fc.nat()),
        async (sizes, random) => {
          const total = sizes.reduce((sum, size) => sum + size, 0);
          // One time for all: the links alone decide.
          const files = cut(intactChain(total, { timestamp: '2024-11-24T14:00:00Z' }), sizes);
          const shuffled = files
            .map((file) => ({ file, key: random.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ file }) => file);
          const order = joinOrder(shuffled, { profile: 'auto', digests });
          expect(order).toEqual(files.map((file) => file.name));
          const sources = order.map((name) => files.find((file) => file.name === name)!.part);
          const [report] = await verifyChain(concatRecords(sources), { profile: 'auto', digests });
          expect([report?.events, report?.verdict, report?.breaks]).toEqual([total, 'not_proven', []]);
        },
      ),
      { seed: 20241124, numRuns: 60 },
    );
  });

  it('stands by time where a file is missing between', async () => {
    const files = cut(intactChain(12), [3, 3, 3, 3]);
    const present = [files[3]!, files[0]!, files[1]!];
    const order = joinOrder(present, { profile: 'auto', digests });
    expect(order).toEqual([files[0]!.name, files[1]!.name, files[3]!.name]);
    const sources = order.map((name) => files.find((file) => file.name === name)!.part);
    const [report] = await verifyChain(concatRecords(sources), { profile: 'auto', digests });
    expect(report?.breaks.map(({ kind, index }) => [kind, index])).toEqual([['deleted', 6]]);
  });

  it('stands by name where nothing can be read', () => {
    const broken = { index: 0, offset: 0, bytes: encodeText('{') };
    const parts = ['b', 'c', 'a'].map((name) => ({ name, first: broken, last: broken }));
    expect(joinOrder(parts, { profile: 'auto', digests })).toEqual(['a', 'b', 'c']);
  });
});
