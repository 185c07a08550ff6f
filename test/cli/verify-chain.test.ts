import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intactChain, lines, planned } from '#test/vectors/chains/plan.ts';
import { cli } from './support.ts';

interface Chains {
  chains: {
    chain: string;
    events: number;
    verdict: string;
    breaks: { kind: string; index: number; event_id: string | null }[];
    warnings: string[];
    statement: string[];
  }[];
}

const VECTORS = join(import.meta.dirname, '..', 'vectors', 'chains');
const CHAIN = intactChain(20, { timestamp: '2024-11-24T14:00:00Z' });
let dir: string;

/** The chain in files of five records, whose names run against their order; every second one gzipped. */
function writeDays(folder: string, chain: readonly unknown[]): string[] {
  mkdirSync(join(dir, folder), { recursive: true });
  return [0, 1, 2, 3].map((day) => {
    const text = `${lines(chain.slice(day * 5, day * 5 + 5) as typeof CHAIN).join('\n')}\n`;
    const name = `${folder}/trail-2024-11-${29 - day}.ndjson${day % 2 === 0 ? '' : '.gz'}`;
    writeFileSync(join(dir, name), day % 2 === 0 ? text : gzipSync(text));
    return name;
  });
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tickmark-verify-chain-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a log in loose files', () => {
  it('is joined from a folder, and other files in it are named', async () => {
    writeDays('days', CHAIN);
    writeFileSync(join(dir, 'days', 'README.txt'), 'Export of 29 November');
    const result = await cli(dir, ['verify-chain', 'days', '--json']);
    const [report, ...others] = (result.json() as Chains).chains;
    expect([result.code, others, report!.chain, report!.events, report!.verdict, report!.breaks]).toEqual([
      0,
      [],
      'trail',
      20,
      'not_proven',
      [],
    ]);
    expect(report!.statement.at(-1)).toMatch(/trail-2024-11-28\.ndjson\.gz \(records 5 to 9\)/);
    expect(report!.warnings).toEqual([
      `Not read, as they are not named like logs: ${join(dir, 'days', 'README.txt')}.`,
    ]);
  });

  it('has the profiles told that explain it, and how many of its first records each', async () => {
    writeFileSync(join(dir, 'plain.ndjson'), `${lines(CHAIN).join('\n')}\n`);
    const result = await cli(dir, ['verify-chain', 'plain.ndjson', '--json']);
    const { detected } = result.json() as {
      detected: { profile: string; matched: number; tried: number }[][];
    };
    // Sorted keys, ASCII and whole numbers: JCS and compact Python write the same.
    const compact = [
      'event-jcs',
      'event-python-compact',
      'event-python-compact-utf8',
      'entry-jcs',
      'entry-python-compact',
    ];
    expect(detected).toEqual([compact.map((profile) => ({ profile, matched: 20, tried: 20 }))]);
    const text = await cli(dir, ['verify-chain', 'plain.ndjson']);
    expect(text.out).toContain('Profiles that explain the first records: event-jcs 20 of 20');
  });

  it('is joined from files in any order; what was done to it is told by its place in the whole', async () => {
    const chain = [...CHAIN];
    chain[12] = { ...chain[12]!, actor: 'mallory' };
    const [first, second, third, fourth] = writeDays('altered', chain) as [string, string, string, string];
    const result = await cli(dir, ['verify-chain', third, first, fourth, second, '--json']);
    const [report] = (result.json() as Chains).chains;
    expect([
      result.code,
      report!.events,
      report!.breaks.map(({ kind, index, event_id }) => [kind, index, event_id]),
    ]).toEqual([1, 20, [['edited', 12, planned(13).id]]]);
    const without = await cli(dir, ['verify-chain', fourth, first, third, '--json']);
    expect((without.json() as Chains).chains[0]!.breaks.map(({ kind, index }) => [kind, index])).toEqual([
      ['deleted', 5],
      ['edited', 7],
    ]);
  });

  it('that is damaged as gzip cannot be read, and says so', async () => {
    const [, second] = writeDays('torn', CHAIN) as [string, string];
    writeFileSync(join(dir, second), readFileSync(join(dir, second)).subarray(0, 200));
    const result = await cli(dir, ['verify-chain', second]);
    expect([result.code, result.err.split(':')[0]]).toEqual([2, 'error FILE_TRUNCATED']);
  });
});

describe('every vector', () => {
  const names = readdirSync(VECTORS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  it.each(names.map(({ name }) => name))('%s: the command line names kind, index and id', async (name) => {
    const folder = join(VECTORS, name);
    const stated = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8'));
    const anchor = readdirSync(folder).includes('anchor.json')
      ? ['--anchor', join(folder, 'anchor.json')]
      : [];
    const words = [
      'verify-chain',
      join(folder, 'log.ndjson'),
      '--profile',
      stated.profile,
      ...anchor,
      '--json',
    ];
    const result = await cli(dir, words);
    const found = (result.json() as Chains).chains.map(({ verdict, breaks }) => ({
      verdict,
      breaks: breaks.map(({ kind, index, event_id }) => ({ kind, index, id: event_id })),
    }));
    expect(found).toEqual(
      stated.expect.map(({ verdict, breaks }: { verdict: string; breaks: unknown }) => ({ verdict, breaks })),
    );
    expect(result.code).toBe(found.some(({ verdict }) => verdict === 'broken') ? 1 : 0);
  });
});
