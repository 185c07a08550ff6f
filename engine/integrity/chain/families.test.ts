import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import { encodeText } from '../json/utf8.ts';
import type { Profile } from '../profiles/schema.ts';
import { listProfiles } from '../profiles/shipped.ts';
import { RecordReader } from './facts.ts';
import { verifyLog } from './verify-log.ts';

const KEY = encodeText('the key of the log');
const COUNT = 30;

/** Makes and alters records of one profile. Expectations come from what was done, hashes from the reader. */
class Maker {
  readonly profile: Profile;
  private readonly reader: RecordReader;

  constructor(profile: Profile) {
    this.profile = profile;
    this.reader = new RecordReader(profile, nodeDigests, KEY);
  }

  /** Hash of a line as the profile computes it. */
  hashOf(line: string): string {
    const facts = this.reader.read({ index: 0, offset: 0, bytes: encodeText(line) });
    expect([line, facts.fault]).toEqual([line, null]);
    return facts.computed;
  }

  line(n: number, previous: string | null, id = `evt_${100 + n}`, what = 'as it was'): string {
    const { fields, content } = this.profile;
    const taken = content.form === 'raw' ? JSON.stringify(`${id} ${what}`) : JSON.stringify({ id, what });
    const record = (hash: string) => {
      const stated = fields.hash === undefined ? '' : `,"${fields.hash[0]}":"${hash}"`;
      const body = `"${content.take ?? 'data'}":${taken}`;
      return `{"${fields.id![0]}":"${id}",${body}${stated},"${fields.previous[0]}":${JSON.stringify(previous)}}`;
    };
    return record(fields.hash === undefined ? '' : this.hashOf(record('0'.repeat(64))));
  }

  chain(): string[] {
    const lines: string[] = [];
    let previous: string | null = null;
    for (let n = 0; n < COUNT; n++) {
      lines.push(this.line(n, previous));
      previous = this.hashOf(lines[n]!);
    }
    return lines;
  }

  async found(log: readonly string[]) {
    const [report] = await verifyLog([encodeText(log.join('\n'))], {
      profile: this.profile,
      digests: nodeDigests,
      key: KEY,
    });
    return report!.breaks.map(({ kind, index }) => ({ kind, index }));
  }
}

interface Expected {
  kind: string;
  line: string;
}

type Mutation = (log: string[], genuine: readonly string[], n: number, maker: Maker) => Expected[];

const edited = (line: string) => line.replace('as it was', 'as it was not');

/** Each is done at record `n` of the genuine chain, and touches no record beyond n + 1. */
const MUTATIONS: Record<string, Mutation> = {
  edit: (log, genuine, n) => {
    const line = edited(genuine[n]!);
    log[log.indexOf(genuine[n]!)] = line;
    return [{ kind: 'edited', line }];
  },
  delete: (log, genuine, n) => {
    log.splice(log.indexOf(genuine[n]!), 1);
    return [{ kind: 'deleted', line: genuine[n + 1]! }];
  },
  reorder: (log, genuine, n) => {
    log.splice(log.indexOf(genuine[n]!), 2, genuine[n + 1]!, genuine[n]!);
    return [{ kind: 'reordered', line: genuine[n + 1]! }];
  },
  fork: (log, genuine, n, maker) => {
    const line = maker.line(n, maker.hashOf(genuine[n - 1]!), `forged_${n}x`);
    log.splice(log.indexOf(genuine[n]!) + 1, 0, line);
    return [{ kind: 'forked', line }];
  },
  insert: (log, genuine, n, maker) => {
    const line = maker.line(n, maker.hashOf(genuine[n]!), `forged_${n}x`);
    log.splice(log.indexOf(genuine[n]!) + 1, 0, line);
    return [{ kind: 'inserted', line }];
  },
  replay: (log, genuine, n) => {
    // A copy that is told apart by its place: white space at the end of a line is no part of a record's hash.
    const line = `${genuine[n - 1]!} `;
    log.splice(log.indexOf(genuine[n]!) + 1, 0, line);
    return [{ kind: 'duplicate_id', line }];
  },
};

const NAMES = Object.keys(MUTATIONS);

describe.each(listProfiles().map((profile) => [profile.name, profile] as const))('%s', (_, profile) => {
  const maker = new Maker(profile);
  const genuine = maker.chain();
  // Where records do not state their hash, white space is part of what the next one names.
  const names = NAMES.filter((name) => profile.fields.hash !== undefined || name !== 'replay');

  it('has nothing to tell of an intact chain', async () => {
    expect(await maker.found(genuine)).toEqual([]);
  });

  it('has one mutation, or two and more of different kinds, named at their places', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(names, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
        async (chosen, offsets) => {
          const log = [...genuine];
          const expected = chosen.flatMap((name, i) =>
            MUTATIONS[name]!(log, genuine, 2 + 7 * i + offsets[i]!, maker),
          );
          const wanted = expected
            .map(({ kind, line }) => ({ kind, index: log.indexOf(line) }))
            .sort((a, b) => a.index - b.index);
          expect([chosen, await maker.found(log)]).toEqual([chosen, wanted]);
        },
      ),
      { seed: 20241124, numRuns: 25 },
    );
  });

  it('has its head cut off, or its tail, with an edit elsewhere', async () => {
    const log = genuine.slice(4, 25);
    log[9] = edited(log[9]!);
    expect(await maker.found(log)).toEqual([
      { kind: 'head_truncated', index: 0 },
      { kind: 'edited', index: 9 },
    ]);
  });
});
