import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import { splitBatches } from '../records/split.ts';
import { journalEntry, verifyJournal } from './journal.ts';

function written(count: number): { lines: string[]; heads: string[] } {
  const lines: string[] = [];
  const heads: string[] = [];
  for (let seq = 1; seq <= count; seq++) {
    const action = {
      seq,
      id: `jrn_${seq}`,
      at: `2024-11-30T10:0${seq}:00Z`,
      action: 'import',
      actor: 'auditor',
      details: { file: `grants-é-${seq}.csv`, rows: 12384, share: 0.5 },
    };
    const { entry, line } = journalEntry(heads.at(-1) ?? null, action, nodeDigests);
    lines.push(line);
    heads.push(entry.hash);
  }
  return { lines, heads };
}

describe('journal', () => {
  it('hashes the canonical entry without its hash', () => {
    const { line, entry } = journalEntry(
      null,
      {
        seq: 1,
        id: 'jrn_1',
        at: '2024-11-30T10:00:00Z',
        action: 'init',
        actor: 'auditor',
        details: { b: 1, a: 'x' },
      },
      nodeDigests,
    );
    const zeros = '0'.repeat(64);
    const body = `{"action":"init","actor":"auditor","at":"2024-11-30T10:00:00Z","details":{"a":"x","b":1},`;
    const rest = `"id":"jrn_1","previous_hash":"${zeros}","seq":1}`;
    const hash = createHash('sha256')
      .update(body + rest)
      .digest('hex');
    expect(entry.hash).toBe(hash);
    expect(line).toBe(`${body}"hash":"${hash}",${rest}`);
  });

  it('is verified by the same code as any log, from lines or from a file', async () => {
    const { lines, heads } = written(5);
    const fromLines = await verifyJournal(lines, nodeDigests);
    const file = new TextEncoder().encode(`${lines.join('\n')}\n`);
    expect(await verifyJournal(splitBatches([file]), nodeDigests)).toEqual(fromLines);
    expect(fromLines).toMatchObject({
      chain: 'journal',
      profile: 'event-jcs',
      events: 5,
      verdict: 'not_proven',
      first_id: 'jrn_1',
      last_id: 'jrn_5',
      head: heads[4],
      breaks: [],
      not_proven: ['tail'],
    });
    const anchor = { chain: null, count: 5, head: heads[4]!, origin: 'statement', verified: false } as const;
    expect((await verifyJournal(lines, nodeDigests, [anchor])).verdict).toBe('intact');
    expect(
      (await verifyJournal(lines.slice(0, 4), nodeDigests, [anchor])).breaks.map((b) => [b.kind, b.index]),
    ).toEqual([['tail_truncated', 3]]);
  });

  it('names an entry that was taken out', async () => {
    const { lines } = written(6);
    const report = await verifyJournal(
      lines.filter((_, i) => i !== 2),
      nodeDigests,
    );
    expect(report.breaks.map(({ kind, index, event_id }) => [kind, index, event_id])).toEqual([
      ['deleted', 2, 'jrn_4'],
    ]);
  });

  it('has no verdict when it is empty, unless an anchor counts entries', async () => {
    expect(await verifyJournal([], nodeDigests)).toMatchObject({
      events: 0,
      verdict: 'not_proven',
      breaks: [],
    });
    const anchor = {
      chain: null,
      count: 2,
      head: 'ab'.repeat(32),
      origin: 'statement',
      verified: false,
    } as const;
    const lost = await verifyJournal([], nodeDigests, [anchor]);
    expect([lost.verdict, lost.breaks[0]?.kind]).toEqual(['broken', 'tail_truncated']);
  });

  it('refuses details that JSON cannot say', () => {
    const action = { seq: 1, id: 'j', at: '', action: 'a', actor: 'b', details: { text: '\ud800' } };
    expect(() => journalEntry(null, action, nodeDigests)).toThrow('surrogate');
  });
});
