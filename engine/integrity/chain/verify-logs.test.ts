import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chained, intactChain, lines, type PlannedRecord, planned } from '#test/vectors/chains/plan.ts';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import type { ChainReport } from '#shared/model/chain.ts';
import { encodeText } from '../json/utf8.ts';
import { verifyLog } from './verify-log.ts';
import type { LogFile } from './joined-log.ts';
import { verifyLogs, type VerifyLogsOptions } from './verify-logs.ts';

const SAME_TIME = '2024-11-24T14:00:00Z';

function file(name: string, records: readonly PlannedRecord[], as: 'lines' | 'array' = 'lines'): LogFile {
  const texts = lines(records);
  const bytes = encodeText(as === 'array' ? `[${texts.join(',\n')}]` : texts.join('\n'));
  // A byte order mark and no last line end, as exports have them.
  const marked = encodeText(`\uFEFF${new TextDecoder().decode(bytes)}`);
  return {
    name,
    open: async function* () {
      yield name.includes('3') ? marked : bytes;
    },
  };
}

/** Files of one chain by day; all of one time, so that only links can tell their order. */
function days(chain: readonly PlannedRecord[], size: number, more: 'lines' | 'array' = 'lines'): LogFile[] {
  const files: LogFile[] = [];
  for (let at = 0; at < chain.length; at += size)
    files.push(file(`audit-2024-06-${String(30 - files.length)}.ndjson`, chain.slice(at, at + size), more));
  return files;
}

const options = {
  profile: 'auto',
  digests: nodeDigests,
  nameOf: (files: readonly string[]) => files.join(' + '),
} as const;

/** What does not tell in how many files the log came. */
const content = ({
  events,
  verdict,
  head,
  first_id,
  last_id,
  breaks,
  warnings,
  not_proven,
}: ChainReport) => ({
  rest: [events, verdict, head, first_id, last_id, breaks, warnings, not_proven],
});

const breaksOf = async (files: readonly LogFile[]) =>
  (await verifyLogs(files, options)).map(({ chain, events, breaks }) => ({
    files: chain.split(' + ').length,
    events,
    breaks: breaks.map(({ kind, index, event_id }) => ({ kind, index, id: event_id })),
  }));

describe('a log in several files', () => {
  it('is one log, in whatever order they come', async () => {
    const chain = intactChain(23, { timestamp: SAME_TIME });
    const [whole] = await verifyLogs([file('all.ndjson', chain)], options);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(days(chain, 4), { minLength: 6, maxLength: 6 }),
        fc.constantFrom('lines', 'array'),
        async (files, as) => {
          const shuffled =
            as === 'lines'
              ? files
              : files.map((one) => days(chain, 4, 'array').find(({ name }) => name === one.name)!);
          const reports = await verifyLogs(shuffled, options);
          expect(reports.map(content)).toEqual([content(whole!)]);
          expect(reports[0]!.statement.at(-1)).toContain('audit-2024-06-29.ndjson (records 4 to 7)');
        },
      ),
      { seed: 20241124, numRuns: 40 },
    );
  });

  it('lacks a day, and that is told where it is missing', async () => {
    const files = days(intactChain(20), 4);
    const left = files.filter((_, i) => i !== 2).reverse();
    expect(await breaksOf(left)).toEqual([
      { files: 4, events: 16, breaks: [{ kind: 'deleted', index: 8, id: planned(13).id }] },
    ]);
  });

  it('has an altered record told by its place in the whole', async () => {
    const chain = intactChain(20);
    chain[13] = { ...chain[13]!, actor: 'mallory' };
    expect(await breaksOf(days(chain, 4).reverse())).toEqual([
      { files: 5, events: 20, breaks: [{ kind: 'edited', index: 13, id: planned(14).id }] },
    ]);
  });

  it('is kept apart from another log that starts for itself', async () => {
    const other = chained(Array.from({ length: 6 }, (_, i) => planned(i + 40, { user: 'another system' })));
    const files = [...days(intactChain(8), 4), file('other.ndjson', other)];
    expect(await breaksOf(files.reverse())).toEqual([
      { files: 1, events: 6, breaks: [] },
      { files: 2, events: 8, breaks: [] },
    ]);
  });

  it('is joined by the name of its chain when a file starts anew', async () => {
    const first = intactChain(4, { chain: 'access' });
    const again = chained([planned(5, { chain: 'access' }), planned(6, { chain: 'access' })]);
    expect(await breaksOf([file('a.ndjson', first), file('b.ndjson', again)])).toEqual([
      { files: 1, events: 6, breaks: [{ kind: 'forked', index: 4, id: planned(5).id }] },
    ]);
  });

  it('tells which files are empty, and takes no anchor without a name for several logs', async () => {
    const chain = intactChain(8);
    const empty = { name: 'empty.ndjson', open: async function* () {} };
    const [report] = await verifyLogs([empty, ...days(chain, 4)], options);
    expect(report!.warnings).toEqual(['Without any record: empty.ndjson.']);
    const anchor = {
      chain: null,
      count: 8,
      head: chain[7]!.hash,
      origin: 'statement',
      verified: false,
    } as const;
    const [anchored] = await verifyLogs(days(chain, 4), { ...options, anchors: [anchor] });
    expect(anchored!.verdict).toBe('intact');
    const other = file('other.ndjson', intactChain(3, { user: 'x' }));
    await expect(
      verifyLogs([other, ...days(chain, 4)], { ...options, anchors: [anchor] }),
    ).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
    });
  });

  it('has anchors apply by name where there are several, and tells which of those kept did not', async () => {
    const chain = intactChain(8);
    const other = file('other.ndjson', intactChain(3, { user: 'x' }));
    const files = [file('audit.ndjson', chain), other];
    const anchor = (name: string | null, head = chain[7]!.hash) =>
      ({ chain: name, count: 8, head, origin: 'statement', verified: false }) as const;
    const verdicts = async (more: Partial<VerifyLogsOptions>) =>
      (await verifyLogs(files, { profile: 'auto', digests: nodeDigests, ...more })).map(
        ({ chain: name, verdict, warnings }) => [name, verdict, warnings.length],
      );
    expect(await verdicts({ anchors: [anchor('audit')] })).toEqual([
      ['audit', 'intact', 0],
      ['other', 'not_proven', 0],
    ]);
    expect(await verdicts({ keptAnchors: [anchor('audit'), anchor(null, 'ab'.repeat(32))] })).toEqual([
      ['audit', 'intact', 1],
      ['other', 'not_proven', 1],
    ]);
    // The user says which log it is of, whatever the anchor calls it.
    expect(await verdicts({ anchors: [anchor('production')], chain: 'audit' })).toEqual([
      ['audit', 'intact', 0],
    ]);
    await expect(verdicts({ anchors: [anchor(null)] })).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
  });

  it('takes a kept anchor of another name for none of its own, even where it is the only log', async () => {
    const chain = intactChain(8);
    const kept = [
      { chain: 'okta', count: 5, head: 'ab'.repeat(32), origin: 'statement', verified: false },
      { chain: null, count: 8, head: chain[7]!.hash, origin: 'statement', verified: false },
    ] as const;
    const [report] = await verifyLogs(days(chain, 4), {
      profile: 'auto',
      digests: nodeDigests,
      keptAnchors: kept,
    });
    expect([report!.chain, report!.verdict, report!.warnings]).toEqual([
      'audit',
      'intact',
      ['An anchor of 5 records names "okta" and was not applied: no log or chain has that name.'],
    ]);
  });

  it('is told apart by its source where two have one name', async () => {
    const twice = [
      { ...file('a/audit.ndjson', intactChain(3)), sourceId: 'aaaa' },
      { ...file('b/audit.ndjson', intactChain(4, { user: 'x' })), sourceId: 'bbbb' },
    ];
    const reports = await verifyLogs(twice, { profile: 'auto', digests: nodeDigests });
    expect(reports.map(({ chain, events }) => [chain, events])).toEqual([
      ['audit (aaaa)', 3],
      ['audit (bbbb)', 4],
    ]);
  });

  it('of another kind of record is not drawn into it', async () => {
    // Hashed before the previous hash was added: a profile of its own.
    const unlinked = chained(
      Array.from({ length: 4 }, (_, i) => planned(i + 1)),
      '0'.repeat(64),
      false,
    );
    const files = [...days(intactChain(8), 4), file('audit-2024-07-01.ndjson', unlinked)];
    const reports = await verifyLogs(files, { profile: 'auto', digests: nodeDigests });
    expect(reports.map(({ profile, events, breaks }) => [profile, events, breaks])).toEqual([
      ['event-jcs', 8, []],
      ['event-unlinked-jcs', 4, []],
    ]);
  });

  it('can be cancelled while it is read', async () => {
    const aborter = new AbortController();
    aborter.abort();
    const cancelled = { ...options, signal: aborter.signal };
    await expect(verifyLogs(days(intactChain(8), 4), cancelled)).rejects.toMatchObject({ code: 'CANCELLED' });
    const one = file('a.ndjson', intactChain(3));
    await expect(verifyLog(one.open(), cancelled)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
