import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { chained, intactChain, lines, planned, type PlannedRecord } from '#test/vectors/chains/plan.ts';
import { tempFolder, testEngagement } from '#test/support/engagement.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { importFiles } from '#engine/intake/index.ts';
import { runProcedures } from '#engine/runner/index.ts';
import { keepAnchors } from './chain-anchors.ts';
import { chainRecord, chainStrip } from './chain-view.ts';
import { lastVerified, verifyEngagementChains } from './chains.ts';

const SAME_TIME = '2024-11-24T14:00:00Z';
/** Twelve records of one time: only their links tell the order. */
const CHAIN = intactChain(12, { timestamp: SAME_TIME });
/** Names run against the order of the days. */
const DAYS = ['trail-2024-11-26.ndjson', 'trail-2024-11-25.ndjson.gz', 'trail-2024-11-24.ndjson'] as const;

const cleanup: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

const text = (records: readonly PlannedRecord[]) => `${lines(records).join('\n')}\n`;

/** Three days of four records each; the second one gzipped. */
function days(chain: readonly PlannedRecord[]): Record<string, string | Uint8Array> {
  const [first, second, third] = [0, 4, 8].map((at) => text(chain.slice(at, at + 4)));
  return { [DAYS[0]]: first!, [DAYS[1]]: gzipSync(second!), [DAYS[2]]: third! };
}

async function imported(files: Record<string, string | Uint8Array>): Promise<Engagement> {
  const { engagement, remove } = await testEngagement();
  const folder = tempFolder();
  cleanup.push(folder.remove, remove);
  const dir = join(folder.dir, 'in');
  mkdirSync(dir);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(dir, name), bytes);
  const result = await importFiles(engagement, [dir]);
  expect([result.receipts.length, result.failed]).toEqual([Object.keys(files).length, []]);
  return engagement;
}

async function sourceIds(engagement: Engagement): Promise<Record<string, string>> {
  const rows = await engagement.store.use((session) =>
    session.rows("SELECT receipt->>'$.file' AS file, source_id FROM work.sources ORDER BY position"),
  );
  return Object.fromEntries(rows.map((row) => [String(row['file']), String(row['source_id'])]));
}

async function findings(engagement: Engagement) {
  await runProcedures(engagement, { procedures: ['trail.chain-intact'] });
  const rows = await engagement.store.use((session) =>
    session.rows('SELECT subject_id, reason_code, source_rows FROM current_findings() ORDER BY position'),
  );
  return rows.map((row) => [
    row['subject_id'],
    row['reason_code'],
    typeof row['source_rows'] === 'string' ? JSON.parse(row['source_rows']) : row['source_rows'],
  ]);
}

describe('a log that was imported in daily files', () => {
  it('is verified, shown and judged as one log, in the order of its links', async () => {
    const engagement = await imported(days(CHAIN));
    const ids = await sourceIds(engagement);
    const reports = await verifyEngagementChains(engagement, {});
    expect(reports).toMatchObject([
      { chain: 'trail', events: 12, verdict: 'not_proven', not_proven: ['tail'], breaks: [], warnings: [] },
    ]);
    const [report] = reports;
    expect(report!.head).toBe(CHAIN[11]!.hash);
    expect(report!.parts).toEqual([
      { file: DAYS[0], source_id: ids[DAYS[0]], from: 0, records: 4 },
      { file: DAYS[1], source_id: ids[DAYS[1]], from: 4, records: 4 },
      { file: DAYS[2], source_id: ids[DAYS[2]], from: 8, records: 4 },
    ]);
    expect(report!.statement.at(-1)).toBe(
      `The log came in 3 files, read in the order of their links: ${DAYS[0]} (records 0 to 3), ${DAYS[1]} (records 4 to 7), ${DAYS[2]} (records 8 to 11).`,
    );
    const strip = await chainStrip(engagement, 'trail', 3, {});
    expect(strip.bins.map(({ from, to, first_at }) => [from, to, first_at])).toEqual([
      [0, 4, SAME_TIME],
      [4, 8, SAME_TIME],
      [8, 12, SAME_TIME],
    ]);
    expect(await chainRecord(engagement, 'trail', 6, {})).toMatchObject({
      source_id: ids[DAYS[1]],
      file: DAYS[1],
      record_no: 3,
      event_id: planned(7).id,
      stated: CHAIN[6]!.hash,
      computed: CHAIN[6]!.hash,
      raw: lines(CHAIN)[6],
    });
    expect(await findings(engagement)).toEqual([['trail', 'not_proven', []]]);
  });

  it('holds to an anchor of the whole', async () => {
    const engagement = await imported(days(CHAIN));
    await keepAnchors(engagement, { head: CHAIN[11]!.hash, count: 12 });
    const [report] = await verifyEngagementChains(engagement, {});
    expect([report!.verdict, report!.not_proven, report!.warnings]).toEqual(['intact', [], []]);
    // One of its files names the log as well.
    const named = await verifyEngagementChains(engagement, { chain: 'trail-2024-11-25' });
    expect(named.map(({ chain, verdict }) => [chain, verdict])).toEqual([['trail', 'intact']]);
  });

  it('lacks a day, which is told at the first record after it, in its own source', async () => {
    const { [DAYS[1]]: _, ...rest } = days(CHAIN);
    const engagement = await imported(rest);
    const ids = await sourceIds(engagement);
    const [report] = await verifyEngagementChains(engagement, {});
    expect(report!.breaks.map(({ kind, index, event_id }) => [kind, index, event_id])).toEqual([
      ['deleted', 4, planned(9).id],
    ]);
    expect(await findings(engagement)).toEqual([
      ['trail', 'deleted', [{ table: 'audit_events', source_id: ids[DAYS[2]], record_no: 1 }]],
    ]);
  });

  it('has a record that was changed in the second file, which is told by file and record', async () => {
    const chain = [...CHAIN];
    chain[6] = { ...chain[6]!, actor: 'mallory' };
    const engagement = await imported(days(chain));
    const ids = await sourceIds(engagement);
    const [report] = await verifyEngagementChains(engagement, {});
    expect(report!.breaks.map(({ kind, index }) => [kind, index])).toEqual([['edited', 6]]);
    expect(await findings(engagement)).toEqual([
      ['trail', 'edited', [{ table: 'audit_events', source_id: ids[DAYS[1]], record_no: 3 }]],
    ]);
    const strip = await chainStrip(engagement, 'trail', 12, {});
    expect(strip.segments).toEqual([
      { from: 0, to: 6, state: 'holds', kinds: [] },
      { from: 6, to: 7, state: 'break', kinds: ['edited'] },
      { from: 7, to: 12, state: 'holds', kinds: [] },
    ]);
    expect(await chainRecord(engagement, 'trail', 6, {})).toMatchObject({
      agrees: false,
      record_no: 3,
      breaks: [{ kind: 'edited', index: 6 }],
    });
  });
});

describe('several logs', () => {
  const OTHER = chained(Array.from({ length: 3 }, (_, i) => planned(i + 30, { user: 'o@company.com' })));

  it('take no anchor of another one, and what was not applied is told', async () => {
    const engagement = await imported({ 'audit.ndjson': text(CHAIN), 'okta.ndjson': text(OTHER) });
    await keepAnchors(engagement, { head: CHAIN[11]!.hash, count: 12, chain: 'audit' });
    const verdicts = async () =>
      (await verifyEngagementChains(engagement, {})).map(({ chain, verdict, warnings }) => [
        chain,
        verdict,
        warnings,
      ]);
    expect(await verdicts()).toEqual([
      ['audit', 'intact', []],
      ['okta', 'not_proven', []],
    ]);
    await keepAnchors(engagement, { head: 'ab'.repeat(32), count: 2 });
    await keepAnchors(engagement, { head: 'cd'.repeat(32), count: 7, chain: 'ldap' });
    const told = [
      'An anchor of 2 records names no log and was not applied: there are several.',
      'An anchor of 7 records names "ldap" and was not applied: no log or chain has that name.',
    ];
    expect(await verdicts()).toEqual([
      ['audit', 'intact', told],
      ['okta', 'not_proven', told],
    ]);
    await expect(
      verifyEngagementChains(engagement, { head: OTHER[2]!.hash, count: 3 }),
    ).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    const typed = { head: OTHER[2]!.hash, count: 3, chain: 'okta' };
    expect(await verifyEngagementChains(engagement, typed)).toMatchObject([
      { chain: 'okta', verdict: 'intact' },
    ]);
    await expect(verifyEngagementChains(engagement, { chain: 'ldap' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('have an anchor apply to the chain inside them that it names', async () => {
    const inside = intactChain(4, { chain: 'access' });
    const engagement = await imported({ 'audit.ndjson': text(inside), 'okta.ndjson': text(OTHER) });
    await keepAnchors(engagement, { head: inside[3]!.hash, count: 4, chain: 'access' });
    const reports = await verifyEngagementChains(engagement, {});
    expect(reports.map(({ chain, verdict, warnings }) => [chain, verdict, warnings])).toEqual([
      ['access', 'intact', []],
      ['okta', 'not_proven', []],
    ]);
    const [asked] = await verifyEngagementChains(engagement, { chain: 'access' });
    expect([asked!.chain, asked!.verdict]).toEqual(['access', 'intact']);
  });
});

describe('the last verdict', () => {
  it('is kept until the engagement changes', async () => {
    const engagement = await imported({ 'audit.ndjson': text(CHAIN) });
    const [given] = await verifyEngagementChains(engagement, {});
    expect(await lastVerified(engagement, 'audit', {})).toBe(given);
    // An anchor for one question says nothing of the engagement's state.
    await verifyEngagementChains(engagement, { head: CHAIN[11]!.hash, count: 12 });
    expect(await lastVerified(engagement, 'audit', {})).toBe(given);
    await keepAnchors(engagement, { head: CHAIN[11]!.hash, count: 12 });
    const anchored = await lastVerified(engagement, 'audit', {});
    expect([given!.verdict, anchored.verdict]).toEqual(['not_proven', 'intact']);
    expect(await lastVerified(engagement, 'audit', {})).toBe(anchored);
  });
});
