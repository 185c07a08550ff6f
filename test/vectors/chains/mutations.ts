import {
  type ChainVector,
  chained,
  type ExpectedBreak,
  hashed,
  intactChain,
  lines,
  type PlannedRecord,
  planned,
  sha256,
} from './plan.ts';

const LENGTH = 12;

const id = (n: number) => planned(n).id;

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}

function replaced(records: readonly PlannedRecord[], index: number, record: PlannedRecord): PlannedRecord[] {
  return records.map((old, i) => (i === index ? record : old));
}

function without(records: readonly PlannedRecord[], ...indexes: number[]): PlannedRecord[] {
  return records.filter((_, i) => !indexes.includes(i));
}

function withInsert(
  records: readonly PlannedRecord[],
  index: number,
  ...inserted: PlannedRecord[]
): PlannedRecord[] {
  return [...records.slice(0, index), ...inserted, ...records.slice(index)];
}

function edited(record: PlannedRecord): PlannedRecord {
  return { ...record, user: 'mallory@company.com' };
}

/** An anchor for the genuine chain of `count` records. */
function anchorAt(count: number, chain: string | null = null) {
  return { chain, count, head: at(intactChain(LENGTH), count - 1).hash };
}

type Plan = Partial<ChainVector> & { name: string; about: string };

function broken(
  name: string,
  about: string,
  records: readonly PlannedRecord[],
  breaks: ExpectedBreak[],
  more: Partial<ChainVector> = {},
): Plan {
  const expect = [{ chain: 'main', verdict: 'broken', breaks, not_proven: ['tail'] }];
  return { name, about, lines: lines(records), expect, ...more };
}

function single(): Plan[] {
  const log = intactChain(LENGTH);
  const forged = planned(90, { id: 'evt_forged' });
  const plans: Plan[] = [
    broken(
      'edited',
      'Record 5 has another user; its hash was left as it was.',
      replaced(log, 5, edited(at(log, 5))),
      [{ kind: 'edited', index: 5, id: id(6) }],
    ),
    broken(
      'edited-hash-field',
      'Only the hash that record 5 states was altered.',
      replaced(log, 5, { ...at(log, 5), hash: sha256('other') }),
      [{ kind: 'edited', index: 5, id: id(6) }],
    ),
    broken(
      'edited-previous-field',
      'Only the previous hash that record 5 states was altered.',
      replaced(log, 5, { ...at(log, 5), previous_hash: sha256('other') }),
      [{ kind: 'edited', index: 5, id: id(6) }],
    ),
    broken('edited-last', 'The last record has another user.', replaced(log, 11, edited(at(log, 11))), [
      { kind: 'edited', index: 11, id: id(12) },
    ]),
    broken(
      'rehashed',
      'Record 5 has another user and a hash that fits.',
      replaced(log, 5, hashed(edited(at(log, 5)))),
      [{ kind: 'rehashed', index: 5, id: id(6) }],
    ),
    broken('deleted', 'Record 5 was taken out.', without(log, 5), [{ kind: 'deleted', index: 5, id: id(7) }]),
    broken('deleted-run', 'Records 4 to 6 were taken out.', without(log, 4, 5, 6), [
      { kind: 'deleted', index: 4, id: id(8) },
    ]),
    broken(
      'inserted',
      'A forged record that links to record 4 stands before record 5.',
      withInsert(
        log,
        5,
        hashed({ ...forged, previous_hash: at(log, 4).hash, timestamp: at(log, 4).timestamp }),
      ),
      [{ kind: 'inserted', index: 5, id: 'evt_forged' }],
    ),
    broken(
      'inserted-foreign-link',
      'A forged record that names no hash of the log stands before record 5.',
      withInsert(
        log,
        5,
        hashed({ ...forged, previous_hash: sha256('foreign'), timestamp: at(log, 4).timestamp }),
      ),
      [{ kind: 'inserted', index: 5, id: 'evt_forged' }],
    ),
    broken(
      'inserted-without-hash',
      'A forged record with made-up hashes stands before record 5.',
      withInsert(log, 5, {
        ...forged,
        previous_hash: sha256('a'),
        hash: sha256('b'),
        timestamp: at(log, 4).timestamp,
      }),
      [{ kind: 'inserted', index: 5, id: 'evt_forged' }],
    ),
    broken(
      'reordered',
      'Records 4 and 5 changed places.',
      withInsert(without(log, 5), 4, { ...at(log, 5) }),
      [{ kind: 'reordered', index: 4, id: id(6) }],
    ),
    broken(
      'reordered-far',
      'Record 3 was moved behind record 9.',
      withInsert(without(log, 3), 9, at(log, 3)),
      [{ kind: 'reordered', index: 9, id: id(4) }],
    ),
    broken(
      'forked',
      'A second record that follows record 3 stands behind record 4.',
      withInsert(
        log,
        5,
        hashed({ ...forged, previous_hash: at(log, 3).hash, timestamp: at(log, 4).timestamp }),
      ),
      [{ kind: 'forked', index: 5, id: 'evt_forged' }],
    ),
    broken(
      'forked-branch',
      'Two more records that continue from record 8 stand at the end.',
      [
        ...log,
        ...chained(
          [
            planned(91, { id: 'evt_x1', timestamp: '2024-11-24T14:58:00Z' }),
            planned(92, { id: 'evt_x2', timestamp: '2024-11-24T14:59:00Z' }),
          ],
          at(log, 8).hash,
        ),
      ],
      [{ kind: 'forked', index: 12, id: 'evt_x1' }],
    ),
    broken(
      'duplicate-id',
      'Record 7 was written with the id of record 2; all hashes and links fit.',
      chained(log.map((record, i) => (i === 7 ? { ...record, id: id(3) } : record))),
      [{ kind: 'duplicate_id', index: 7, id: id(3) }],
    ),
    broken('replayed', 'Record 2 is repeated behind record 7.', withInsert(log, 8, at(log, 2)), [
      { kind: 'duplicate_id', index: 8, id: id(3) },
    ]),
    broken('head-truncated', 'Records 0 to 2 were taken out.', log.slice(3), [
      { kind: 'head_truncated', index: 0, id: id(4) },
    ]),
    broken(
      'tail-truncated',
      'Records 9 to 11 were taken out; an anchor counts 12.',
      log.slice(0, 9),
      [{ kind: 'tail_truncated', index: 8, id: id(9) }],
      { anchors: [anchorAt(12)] },
    ),
    broken(
      'suffix-recomputed',
      'Record 6 was altered and all from there on linked and hashed again; one anchor holds at 4, one differs at 12.',
      chained(log.map((record, i) => (i === 6 ? edited(record) : record))),
      [{ kind: 'suffix_recomputed', index: 11, id: id(12) }],
      { anchors: [anchorAt(4), anchorAt(12)] },
    ),
    {
      name: 'time-backwards',
      about: 'Record 6 has a time before that of record 5; all hashes and links fit.',
      lines: lines(
        chained(
          log.map((record, i) => (i === 6 ? { ...record, timestamp: '2024-11-24T13:00:00Z' } : record)),
        ),
      ),
      expect: [
        {
          chain: 'main',
          verdict: 'not_proven',
          breaks: [{ kind: 'time_backwards', index: 6, id: id(7) }],
          not_proven: ['tail'],
        },
      ],
    },
  ];
  const garbled = lines(log);
  garbled[5] = at(garbled, 5).slice(0, -20);
  plans.push({
    ...broken('malformed', 'The line of record 5 was cut short.', log, [
      { kind: 'malformed', index: 5, id: null },
    ]),
    lines: garbled,
  });
  const doubled = lines(log);
  doubled[5] = at(doubled, 5).replace('{', '{"user":"mallory@company.com",');
  plans.push({
    ...broken('malformed-duplicate-key', 'Record 5 states its user twice.', log, [
      { kind: 'malformed', index: 5, id: null },
    ]),
    lines: doubled,
  });
  return plans;
}

function combined(): Plan[] {
  const log = intactChain(LENGTH);
  const swapped = withInsert(without(log, 9), 8, at(log, 9));
  const fork = hashed({
    ...planned(90, { id: 'evt_forged' }),
    previous_hash: at(log, 3).hash,
    timestamp: at(log, 4).timestamp,
  });
  return [
    broken(
      'deleted-and-reordered',
      'Records 8 and 9 changed places and record 4 was taken out.',
      without(swapped, 4),
      [
        { kind: 'deleted', index: 4, id: id(6) },
        { kind: 'reordered', index: 7, id: id(10) },
      ],
    ),
    broken(
      'forked-and-edited',
      'A fork stands behind record 4, and record 8 was altered.',
      withInsert(replaced(log, 8, edited(at(log, 8))), 5, fork),
      [
        { kind: 'forked', index: 5, id: 'evt_forged' },
        { kind: 'edited', index: 9, id: id(9) },
      ],
    ),
    broken(
      'edited-and-deleted',
      'Record 4 was altered and record 5 taken out.',
      without(replaced(log, 4, edited(at(log, 4))), 5),
      [
        { kind: 'edited', index: 4, id: id(5) },
        { kind: 'deleted', index: 5, id: id(7) },
      ],
    ),
    broken(
      'rehashed-twice',
      'Records 4 and 5 were altered, each with a hash that fits, and not linked again.',
      replaced(replaced(log, 4, hashed(edited(at(log, 4)))), 5, hashed(edited(at(log, 5)))),
      [
        { kind: 'rehashed', index: 4, id: id(5) },
        { kind: 'rehashed', index: 5, id: id(6) },
      ],
    ),
    broken(
      'inserted-and-head-truncated',
      'Record 0 was taken out and a forged record stands before record 5.',
      withInsert(
        log.slice(1),
        4,
        hashed({
          ...planned(90, { id: 'evt_forged' }),
          previous_hash: at(log, 4).hash,
          timestamp: at(log, 4).timestamp,
        }),
      ),
      [
        { kind: 'head_truncated', index: 0, id: id(2) },
        { kind: 'inserted', index: 4, id: 'evt_forged' },
      ],
    ),
  ];
}

function whole(): Plan[] {
  const log = intactChain(LENGTH);
  const unlinked = chained(log, '0'.repeat(64), false);
  const relinked = chained(without(log, 5), '0'.repeat(64), false);
  const east = intactChain(4, { chain: 'east' });
  const west = intactChain(4, { chain: 'west' }).map((record, i) => ({ ...record, id: `evt_w${i + 1}` }));
  const westDone = chained(west);
  const mixed = east.flatMap((record, i) => [record, at(westDone, i)]);
  const open = (not_proven: string[], verdict = 'not_proven') => [
    { chain: 'main', verdict, breaks: [], not_proven },
  ];
  return [
    { name: 'intact', about: 'Nothing was done to it.', lines: lines(log), expect: open(['tail']) },
    {
      name: 'intact-anchored',
      about: 'Nothing was done to it, and an anchor agrees.',
      lines: lines(log),
      anchors: [anchorAt(12)],
      expect: open([], 'intact'),
    },
    {
      name: 'intact-anchored-earlier',
      about: 'Nothing was done to it; the anchor dates from when it had 7 records.',
      lines: lines(log),
      anchors: [anchorAt(7)],
      expect: open(['tail']),
    },
    {
      name: 'unlinked',
      about: 'The hashes do not cover the links; nothing was done to it.',
      profile: 'event-unlinked-jcs',
      lines: lines(unlinked),
      expect: open(['order', 'completeness', 'tail']),
    },
    {
      name: 'unlinked-relinked',
      about:
        'The hashes do not cover the links; record 5 was taken out and its successor linked again. It leaves no trace.',
      profile: 'event-unlinked-jcs',
      lines: lines(relinked),
      expect: open(['order', 'completeness', 'tail']),
    },
    {
      name: 'unlinked-anchored',
      about: 'The hashes do not cover the links, and an anchor agrees: order and completeness stay open.',
      profile: 'event-unlinked-jcs',
      lines: lines(unlinked),
      anchors: [{ chain: null, count: 12, head: at(unlinked, 11).hash }],
      expect: open(['order', 'completeness']),
    },
    {
      name: 'two-chains',
      about: 'Two chains in one log, record by record; the third of the second chain was taken out.',
      lines: lines(without(mixed, 5)),
      expect: [
        { chain: 'east', verdict: 'not_proven', breaks: [], not_proven: ['tail'] },
        {
          chain: 'west',
          verdict: 'broken',
          breaks: [{ kind: 'deleted', index: 6, id: 'evt_w4' }],
          not_proven: ['tail'],
        },
      ],
    },
  ];
}

/** All vectors. Expectations are written down here, by what was done to the log. */
export function chainVectors(): ChainVector[] {
  return [...whole(), ...single(), ...combined()].map((plan) => ({
    profile: 'event-jcs',
    anchors: [],
    lines: [],
    expect: [],
    ...plan,
  }));
}
