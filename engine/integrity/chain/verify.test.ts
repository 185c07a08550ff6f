import { describe, expect, it } from 'vitest';
import { chained, intactChain, lines, planned } from '#test/vectors/chains/plan.ts';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import { encodeText } from '../json/utf8.ts';
import { findProfile } from '../profiles/shipped.ts';
import { verifyChain, type VerifyOptions } from './verify.ts';

const digests = nodeDigests;
const jcs = findProfile('event-jcs');

function recordsOf(texts: readonly string[]) {
  return texts.map((text, index) => ({ index, offset: 0, bytes: encodeText(text) }));
}

async function verify(texts: readonly string[], options: Partial<VerifyOptions> = {}) {
  return verifyChain(recordsOf(texts), { profile: jcs, digests, ...options });
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'no error',
    (error: { code: string }) => error.code,
  );
}

describe('verifying', () => {
  it('has nothing to report of an empty log', async () => {
    expect(await verify([])).toEqual([]);
    expect(await verify([], { profile: 'auto' })).toEqual([]);
  });

  it('says that an unkeyed chain proves agreement, not authorship', async () => {
    const [report] = await verify(lines(intactChain(3)));
    expect(report?.statement).toEqual([
      'Each of the 3 records has the hash that it states, and each names the hash of the one before it.',
      'That the end is complete is not proven: records cut off there leave no trace. The count and the hash of the last record, kept elsewhere (an anchor), would prove it.',
      'The chain has no key: it proves that the records agree with each other, not who wrote them. Whoever can write the whole log can compute it anew; only an anchor shows that.',
    ]);
  });

  it('lets time running backwards break a chain only when asked', async () => {
    const log = lines(chained([planned(2), planned(1)]));
    const [listed] = await verify(log);
    expect([listed?.verdict, listed?.breaks.map((b) => b.kind), listed?.warnings]).toEqual([
      'not_proven',
      ['time_backwards'],
      ['Time runs backwards at 1 record, first at record 1.'],
    ]);
    const [asked] = await verify(log, { timeBackwardsIsBreak: true });
    expect([asked?.verdict, asked?.warnings]).toEqual(['broken', []]);
  });

  it('compares times of different form as instants', async () => {
    const times = ['2024-11-24T15:00:00+02:00', '2024-11-24T13:30:00Z', '2024-11-24T13:30:00.5Z', 'no time'];
    const [report] = await verify(lines(chained(times.map((timestamp, i) => planned(i + 1, { timestamp })))));
    expect(report?.breaks).toEqual([]);
  });

  it('reports unreadable logs as such, and unknown ones as unknown', async () => {
    const [report] = await verify(['garbage', '{"cut'], { profile: 'auto' });
    expect([report?.verdict, report?.events, report?.breaks.map(({ kind, index }) => [kind, index])]).toEqual(
      [
        'broken',
        2,
        [
          ['malformed', 0],
          ['malformed', 1],
        ],
      ],
    );
    expect(await codeOf(verify(['{"a":1}', '{"a":2}'], { profile: 'auto' }))).toBe('PROFILE_UNKNOWN');
    // Letters, and what is no text at all: nothing of it was ever a record.
    expect(await codeOf(verify(['Dear auditor,', 'see the attachment'], { profile: 'auto' }))).toBe(
      'PROFILE_UNKNOWN',
    );
    const [named] = await verify(['Dear auditor,'], { profile: findProfile('event-jcs') });
    expect(named?.breaks.map(({ kind }) => kind)).toEqual(['malformed']);
    const invented = lines(intactChain(4)).map((line) => line.replace('"actor"', '"author"'));
    expect(await codeOf(verify(invented, { profile: 'auto' }))).toBe('PROFILE_UNKNOWN');
  });

  it('asks for the key of a keyed profile', async () => {
    expect(await codeOf(verify([], { profile: findProfile('event-hmac-jcs') }))).toBe('BAD_ARGUMENT');
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await codeOf(verify(lines(intactChain(3)), { signal: stop.signal }))).toBe('CANCELLED');
  });

  it('reports progress, and takes single records and batches from sync and async sources alike', async () => {
    const records = recordsOf(lines(intactChain(9)));
    const seen: number[] = [];
    async function* source() {
      yield records.slice(0, 4);
      yield records[4]!;
      yield records.slice(5);
    }
    const fromAsync = await verifyChain(source(), { profile: jcs, digests, onProgress: (n) => seen.push(n) });
    expect(seen).toEqual([4, 5, 9]);
    expect(await verifyChain(records, { profile: 'auto', digests })).toEqual(fromAsync);
  });

  it('tells which profiles fit, with how many records', async () => {
    const fits: unknown[] = [];
    await verify(lines(intactChain(5)), {
      profile: 'auto',
      onDetect: (found) => fits.push(found.fits[0], found.equals[0]?.name),
    });
    expect(fits).toEqual([{ profile: 'event-jcs', matched: 5, tried: 5 }, 'event-python-compact']);
  });

  it('applies an anchor to the chain that it names', async () => {
    const east = intactChain(4, { chain: 'east' });
    const log = lines(east);
    const anchor = { count: 4, head: east[3]!.hash, origin: 'statement', verified: false } as const;
    const named = await verify(log, { anchors: [{ ...anchor, chain: 'east' }] });
    expect(named.map((report) => [report.chain, report.verdict])).toEqual([['east', 'intact']]);
    const other = await verify(log, { anchors: [{ ...anchor, chain: 'west' }] });
    expect(
      other.map((report) => [report.chain, report.events, report.verdict, report.breaks.map((b) => b.kind)]),
    ).toEqual([
      ['east', 4, 'not_proven', []],
      ['west', 0, 'broken', ['tail_truncated']],
    ]);
  });

  it('takes a log for the continuation of the chain whose head an anchor gives', async () => {
    const genuine = intactChain(20);
    const anchorAt = (count: number) =>
      ({ chain: null, count, head: genuine[count - 1]!.hash, origin: 'statement', verified: false }) as const;
    const second = lines(genuine.slice(8));
    const [alone] = await verify(second);
    expect([alone?.verdict, alone?.breaks.map((b) => b.kind)]).toEqual(['broken', ['head_truncated']]);
    const [continued] = await verify(second, { anchors: [anchorAt(8)] });
    expect([continued?.verdict, continued?.events, continued?.breaks, continued?.not_proven]).toEqual([
      'not_proven',
      12,
      [],
      ['tail'],
    ]);
    expect(continued?.statement[1]).toBe(
      'The log continues a chain of 8 earlier records: an anchor gives the hash that its first record names.',
    );
    const [closed] = await verify(second, { anchors: [anchorAt(20), anchorAt(8)] });
    expect([closed?.verdict, closed?.not_proven]).toEqual(['intact', []]);
    const [gap] = await verify(lines(genuine.slice(9)), { anchors: [anchorAt(8), anchorAt(20)] });
    expect([gap?.verdict, gap?.breaks.map((b) => b.kind)]).toEqual(['broken', ['head_truncated']]);
    const [inside] = await verify(lines(genuine.slice(8).filter((_, i) => i !== 5)), {
      anchors: [anchorAt(8), anchorAt(20)],
    });
    expect(inside?.breaks.map(({ kind, index }) => [kind, index])).toEqual([['deleted', 5]]);
    const [cut] = await verify(lines(genuine.slice(8, 18)), { anchors: [anchorAt(8), anchorAt(20)] });
    expect(cut?.breaks.map(({ kind, index, detail }) => [kind, index, detail])).toEqual([
      ['tail_truncated', 9, 'the anchor counts 20 records and the log ends after 18'],
    ]);
  });

  it('does not take the removal of the anchored record for a recomputed suffix', async () => {
    const genuine = intactChain(12);
    const anchor = {
      chain: null,
      count: 6,
      head: genuine[5]!.hash,
      origin: 'statement',
      verified: false,
    } as const;
    const [report] = await verify(lines(genuine.filter((_, i) => i !== 5)), { anchors: [anchor] });
    expect([report?.breaks.map((b) => b.kind), report?.warnings]).toEqual([
      ['deleted'],
      ['the record number 6, which an anchor names, is not in the log'],
    ]);
  });

  it('bounds a recomputed suffix by the last good and the first bad anchor', async () => {
    const genuine = intactChain(20);
    const recomputed = chained(
      genuine.map((record, i) => (i === 9 ? { ...record, actor: 'mallory' } : record)),
    );
    const anchors = [5, 8, 13, 20].map((count) => {
      return {
        chain: null,
        count,
        head: genuine[count - 1]!.hash,
        origin: 'statement',
        verified: false,
      } as const;
    });
    const [report] = await verify(lines(recomputed), { anchors });
    expect(report?.breaks).toEqual([
      {
        kind: 'suffix_recomputed',
        index: 12,
        event_id: planned(13).id,
        detail:
          'the chain was computed anew: the chain is proven up to record number 8, and record number 13 has another hash than the anchor; the change begins somewhere in records 9 to 13',
        stated: recomputed[12]!.hash,
        computed: genuine[12]!.hash,
      },
    ]);
  });

  it('sees by an anchor what the links of an unlinked chain hide', async () => {
    const genuine = chained(intactChain(10), '0'.repeat(64), false);
    const relinked = chained(
      genuine.filter((_, i) => i !== 4),
      '0'.repeat(64),
      false,
    );
    const anchor = {
      chain: null,
      count: 10,
      head: genuine[9]!.hash,
      origin: 'statement',
      verified: false,
    } as const;
    const [report] = await verify(lines(relinked), {
      profile: findProfile('event-unlinked-jcs'),
      anchors: [anchor],
    });
    expect([report?.verdict, report?.breaks.map((b) => b.kind)]).toEqual(['broken', ['deleted']]);
  });

  it('warns of a checkpoint that nobody checked', async () => {
    const log = intactChain(3);
    const anchor = {
      chain: null,
      count: 3,
      head: log[2]!.hash,
      origin: 'checkpoint',
      verified: false,
    } as const;
    const [report] = await verify(lines(log), { anchors: [anchor] });
    expect([report?.verdict, report?.warnings]).toEqual([
      'intact',
      ['the signature of the checkpoint was not checked: no key was given'],
    ]);
  });

  it('holds a log whose unhashed links run in a circle', async () => {
    const [a, b, c] = chained(intactChain(3), '0'.repeat(64), false);
    const circle = lines([{ ...a!, previous_hash: c!.hash }, b!, { ...c!, previous_hash: b!.hash }]);
    const [report] = await verify(circle, { profile: findProfile('event-unlinked-jcs') });
    expect([report?.verdict, report?.breaks.map((x) => [x.kind, x.index])]).toEqual([
      'broken',
      [['head_truncated', 0]],
    ]);
  });

  it('uses a common counter of several chains to tell what is missing', async () => {
    const names = ['east', 'west', 'north'];
    const chains = names.map((chain, k) =>
      chained(Array.from({ length: 20 }, (_, i) => planned(0, { chain, id: `evt_${1 + 3 * i + k}` }))),
    );
    const mixed = Array.from({ length: 60 }, (_, i) => chains[i % 3]![Math.floor(i / 3)]!);
    const reports = await verify(lines(mixed.filter((_, i) => i !== 31)));
    expect(reports.map((report) => [report.chain, report.breaks.map((b) => [b.kind, b.index])])).toEqual([
      ['east', []],
      ['west', [['deleted', 33]]],
      ['north', []],
    ]);
  });

  it('keeps chains and times apart whose texts differ in their bytes only', async () => {
    const log = [
      ...intactChain(2, { chain: 'é', timestamp: '2024-11-24T14:00:00Z' }),
      ...intactChain(2, { chain: 'Ã©', timestamp: '2024-11-24T14:00:00Z' }),
    ];
    const reports = await verify(lines(log));
    expect(reports.map((report) => [report.chain, report.events, report.breaks])).toEqual([
      ['é', 2, []],
      ['Ã©', 2, []],
    ]);
  });

  it('counts what it does not list', async () => {
    const twenty = intactChain(20, { timestamp: '2024-11-24T14:00:00Z' }).map((record) => ({
      ...record,
      actor: 'mallory',
    }));
    const texts = lines(twenty);
    const many = Array.from({ length: 100_040 }, (_, i) => texts[i % 20]!.replace('evt_', `evt_${i}_`));
    const [report] = await verify(many);
    const edited = report?.breaks.filter((b) => b.kind === 'edited').length;
    expect([report?.verdict, report?.events, edited, report?.warnings]).toEqual([
      'broken',
      100_040,
      100_000,
      ['40 further findings are counted and not listed; the names of those listed may suffer from it.'],
    ]);
    // Twenty hashes, each stated by 5,002 records.
    expect(report?.statement[0]).toBe(
      'The chain does not hold: at least 100,000 × edited, 100,020 × duplicate_id in 100,040 records.',
    );
  });

  it('tells of each record whose time runs backwards, those that are not listed included', async () => {
    const day = Date.UTC(2024, 0, 9);
    const time = (i: number) => new Date(day - i * 1000).toISOString().replace('.000Z', 'Z');
    const log = Array.from({ length: 100_061 }, (_, i) => planned(i + 1, { timestamp: time(i) }));
    const [report] = await verify(lines(chained(log)));
    expect(report?.warnings).toContain('Time runs backwards at 100060 records, first at record 1.');
    expect(report?.verdict).toBe('not_proven');
  });

  it('bears more records with one predecessor than a call takes arguments', async () => {
    const [first] = intactChain(1);
    const branches = Array.from({ length: 130_000 }, (_, i) => chained([planned(i + 2)], first!.hash)[0]!);
    const [report] = await verify(lines([first!, ...branches]));
    expect([report?.verdict, new Set(report?.breaks.map(({ kind }) => kind))]).toEqual([
      'broken',
      new Set(['forked']),
    ]);
  });

  it('tells an id that was used twice from a record that is there twice', async () => {
    const log = intactChain(6);
    const doubled = lines([...log.slice(0, 4), log[3]!, ...log.slice(4)]);
    const [report] = await verify(doubled);
    expect(report?.breaks.map(({ kind, index, detail }) => [kind, index, detail])).toEqual([
      ['duplicate_id', 4, 'an earlier record is repeated here, byte for byte or at least hash for hash'],
    ]);
  });
});
