import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Contract } from '#shared/contract/envelope.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { openEngagement } from '#engine/engagement/index.ts';
import { createEngine } from '#engine/index.ts';
import { SMALL_COMPANY, write } from '#test/cli/support.ts';
import { TEST_DEPS, tempFolder } from '#test/support/engagement.ts';

// Engagements are made, closed, opened again, killed: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const CHAIN = join(ROOT, 'test', 'vectors', 'chains', 'intact', 'log.ndjson');
const H2 = { from: '2024-07-01', to: '2024-12-31' };
const H1 = { from: '2025-01-01', to: '2025-06-30' };
const DRIFT = 'policy.access-matches';
const OWN = 'own.nobody-writes';

const folder = tempFolder('tickmark-roll-');
const { dir } = folder;
const at = (name: string) => join(dir, name);
const deps = {
  ...TEST_DEPS,
  keyDir: at('keys'),
  placesDir: at('places'),
  tempDir: dir,
  writeSample: () => Promise.reject(new Error('not needed')),
};
let engine: Contract;

async function call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
  const answer = await engine.call(method, params);
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.value;
}
async function refusal<M extends MethodName>(method: M, params: Params<M>): Promise<string> {
  const answer = await engine.call(method, params);
  return answer.ok ? 'done' : answer.error.code;
}

/** Bytes and times of every file of a folder. */
function state(root: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const bytes = entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'folder';
    files[path] = `${bytes} ${statSync(path).mtimeMs}`;
  }
  return files;
}

const snapshot = (day: string, ...grants: string[]) =>
  [
    'Snapshot,System,Account,Resource,Permission,Via,Granted At,Granted By,Expires At',
    ...grants.map((grant) => `${day},ledger,${grant},direct,2024-10-01T14:00:00Z,it@company.com,`),
    '',
  ].join('\n');

/** Policy gives everybody in finance "books read". Two things more are held: Ana's admin and Ben's write. */
const FIRST = snapshot(
  '2024-12-30T05:00:00Z',
  'ana@company.com,books,read',
  'ben@company.com,books,read',
  'ana@company.com,console,admin',
  'ben@company.com,books,write',
);
/** Half a year later Ana still has admin, Ben no longer writes, and Ben has become admin too. */
const SECOND = snapshot(
  '2025-06-29T05:00:00Z',
  'ana@company.com,books,read',
  'ben@company.com,books,read',
  'ana@company.com,console,admin',
  'ben@company.com,console,admin',
);
/** One weekday and one holiday: two records. */
const HOURS =
  'business_hours:\n  - { weekday: 1, opens: "09:00", closes: "17:00" }\nholidays:\n  - { day: 2024-11-28, name: Thanksgiving }\n';
const SEATS = 'Seat Holder,Portal,Rights\nana@company.com,crm,viewer\n';

const drift = async () => (await call('findings.list', { procedure: DRIFT })).findings;
const of = <T extends { summary: string }>(items: readonly T[], ...words: string[]): T =>
  items.find(({ summary }) => words.every((word) => summary.includes(word)))!;

/** The engagement of the second half of 2024, with work of every kind. */
async function firstPeriod(): Promise<void> {
  write(dir, {
    'in/roster.csv': SMALL_COMPANY['in/roster.csv'],
    'in/policy.yaml': SMALL_COMPANY['in/policy.yaml'],
    'in/snapshot.csv': FIRST,
    'in/hours.yaml': HOURS,
    'in/seats.csv': SEATS,
    'next/roster.csv': `${SMALL_COMPANY['in/roster.csv']}`,
    'next/policy.yaml': SMALL_COMPANY['in/policy.yaml'],
    'next/snapshot.csv': SECOND,
  });
  cpSync(CHAIN, at('in/audit.ndjson'));
  await call('engagement.create', {
    dir: at('h2'),
    client: 'Test Client',
    kind: 'internal',
    period: H2,
    timezone: 'America/New_York',
  });
  await call('intake.import', { paths: [at('in')] });
  await call('methodologies.save', {
    methodology: {
      id: 'firm',
      name: 'The firm',
      note: 'Manual',
      sizes: [{ frequency: 'daily', least: 20, most: 30 }],
    },
  });
  await call('mapping.save', {
    source: 'seats.csv',
    draft: {
      id: 'own-seats',
      targets: [
        {
          table: 'grants',
          columns: {
            system: { constant: 'crm' },
            account_id: { from: ['Seat Holder'] },
            resource: { from: ['Portal'] },
            permission: { from: ['Rights'] },
          },
        },
      ],
    },
  });
  await call('procedures.save', {
    id: OWN,
    title: 'Nobody writes to the books',
    severity: 'high',
    sql: `SELECT account_id FROM grants WHERE permission = 'write'`,
    population: 'SELECT count(DISTINCT account_id) FROM grants',
    rows: { subject: 'account_id' },
  });
  await call('procedures.run', { params: { 'admins.access-sound.unused_days': 45 } });
  await call('pbc.save', {
    items: [
      {
        id: 'P1',
        title: 'Roster',
        due_on: '2025-01-10',
        requested_on: '2024-12-01',
        match: { table: 'identities' },
      },
      { id: 'P2', title: 'Badge log', due_on: '2024-12-20', waived: 'There is none' },
    ],
  });
  await call('controls.save', {
    controls: [{ id: 'C1', title: 'Access follows policy', procedures: [DRIFT, OWN] }],
  });
  await call('controls.test-design', {
    control_id: 'C1',
    test: 'Read the policy',
    result: 'suitable',
    by: 'Auditor',
  });
  await call('controls.test-operation', {
    control_id: 'C1',
    test: 'Compared',
    result: 'not_operated',
    by: 'Auditor',
  });
  await call('controls.conclude', {
    control_id: 'C1',
    conclusion: 'deviation',
    reason: 'Two grants',
    by: 'Auditor',
  });
  await call('identities.decide', {
    system: 'ledger',
    account_id: 'ana@company.com',
    identity_id: 'E1',
    decision: 'same',
    note: 'Asked HR',
  });
  const found = await drift();
  const ana = of(found, 'ana@company.com').id;
  const ben = of(found, 'ben@company.com').id;
  await call('findings.dispose', {
    finding_ids: [ana],
    disposition: 'accepted_risk',
    note: 'Until March',
    by: 'CFO',
  });
  await call('findings.conclude', { finding_ids: [ana, ben], conclusion: 'deviation', by: 'Auditor' });
  await call('findings.note', { finding_ids: [ana], tick_mark: '✓', by: 'Auditor' });
  await call('findings.respond', {
    finding_ids: [ana],
    response: 'Will be revoked',
    owner: 'IT',
    due: '2025-03-31',
  });
}

beforeAll(async () => {
  engine = createEngine(deps);
  await firstPeriod();
  await call('engagement.close', {});
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

describe('the next period', () => {
  let made: Result<'engagement.roll-forward'>;
  beforeAll(async () => {
    const before = state(at('h2'));
    made = await call('engagement.roll-forward', { dir: at('h1'), from: at('h2'), period: H1 });
    expect(state(at('h2'))).toEqual(before);
  });

  it('takes over the settings and says from where', async () => {
    expect(made).toMatchObject({
      client: 'Test Client',
      kind: 'internal',
      period: H1,
      timezone: 'America/New_York',
      locked: false,
      rolled_from: { client: 'Test Client', period: H2 },
    });
    const last = readFileSync(at('h2/journal.ndjson'), 'utf8').trimEnd().split('\n').at(-1)!;
    const { seq, hash } = JSON.parse(last) as { seq: number; hash: string };
    expect(made.rolled_forward.from.journal).toEqual({ entries: seq, head: hash });
    const entry = (await call('engagement.journal', { offset: 0, limit: 50 })).entries.find(
      ({ action }) => action === 'rolled_forward',
    )!;
    expect(entry.details).toMatchObject({
      from: {
        id: made.rolled_forward.from.id,
        period: H2,
        journal: { entries: seq, head: hash },
        journal_sha256: createHash('sha256')
          .update(readFileSync(at('h2/journal.ndjson')))
          .digest('hex'),
        signed_off: null,
      },
      parameters: { 'admins.access-sound.unused_days': 45 },
    });
    expect(made.rolled_forward.carried).toMatchObject({
      parameters: 1,
      mappings: 1,
      methodologies: 1,
      procedures: 1,
      requests: 2,
      controls: 1,
      identity_decisions: 1,
      anchors: 1,
      hours: 1,
      dispositions: 1,
    });
  });

  it('asks for everything again, as many days after the end of the period', async () => {
    const { lines } = await call('pbc.list', { as_of: '2025-07-01' });
    expect(lines.map(({ item, state: standing }) => [item, standing])).toEqual([
      // Ten days after the end, eleven days before it.
      [{ id: 'P1', title: 'Roster', due_on: '2025-07-10', match: { table: 'identities' } }, 'open'],
      [{ id: 'P2', title: 'Badge log', due_on: '2025-06-19' }, 'missing'],
    ]);
  });

  it('goes by the ladders of sizes that were made', async () => {
    const { methodologies } = await call('methodologies.list', {});
    expect(methodologies.filter(({ own }) => own)).toEqual([
      {
        id: 'firm',
        name: 'The firm',
        note: 'Manual',
        own: true,
        sizes: [{ frequency: 'daily', least: 20, most: 30 }],
      },
    ]);
  });

  it('keeps the design of controls, and no result', async () => {
    const { controls } = await call('controls.list', {});
    expect(controls).toEqual([
      expect.objectContaining({
        control: { id: 'C1', title: 'Access follows policy', procedures: [DRIFT, OWN] },
        design: expect.objectContaining({ result: 'suitable', test: 'Read the policy', by: 'Auditor' }),
        operation: null,
        conclusion: null,
      }),
    ]);
    expect(controls[0]!.design!.note).toContain(made.rolled_forward.from.id);
  });

  it('knows the heads of chains, the hours and who is behind accounts', async () => {
    const log = readFileSync(CHAIN, 'utf8').trimEnd().split('\n');
    const sources = (await call('intake.sources', {})).receipts;
    expect(sources.map(({ reader, loaded }) => [reader, loaded])).toEqual([
      ['chain-anchors', 1],
      ['business-hours', 2],
    ]);
    // The log of the next period holds the earlier one and goes on: cut below what was seen, it is told.
    write(dir, { 'cut/audit.ndjson': `${log.slice(0, -1).join('\n')}\n` });
    await call('intake.import', { paths: [at('cut/audit.ndjson')] });
    const { chains } = await call('chain.verify', {});
    expect(chains.map(({ verdict, breaks }) => [verdict, breaks.map(({ kind }) => kind)])).toEqual([
      ['broken', ['tail_truncated']],
    ]);
  });

  it('tells new, persisting and resolved by id, and carries what the client decided', async () => {
    await call('intake.import', { paths: [at('next')] });
    await call('procedures.run', { procedures: [DRIFT, OWN] });
    const answer = await call('findings.diff', { since: 'period' });
    const changes = answer.findings.filter(({ procedure }) => procedure === DRIFT);
    expect(
      changes.map(({ change, summary }) => [change, summary.includes('ana@'), summary.includes('write')]),
    ).toEqual([
      ['persisting', true, false],
      ['new', false, false],
      ['resolved', false, true],
    ]);
    const resolved = await call('findings.diff', { since: 'period', changes: ['resolved'] });
    expect(resolved.counts).toEqual(answer.counts);
    expect(resolved.findings).toEqual(answer.findings.filter(({ change }) => change === 'resolved'));
    // The own procedure ran both times: Ben's write is gone.
    expect(answer.findings.filter(({ procedure }) => procedure === OWN).map(({ change }) => change)).toEqual([
      'resolved',
    ]);

    const found = await drift();
    const ana = of(found, 'ana@company.com');
    expect(ana).toMatchObject({ since_period: 'persisting', disposition: 'accepted_risk', conclusion: null });
    expect(of(found, 'ben@company.com')).toMatchObject({ since_period: 'new', disposition: 'open' });
    const detail = await call('findings.detail', { finding_id: ana.id });
    expect(detail.work).toEqual({
      decided: {
        disposition: 'accepted_risk',
        note: 'Until March',
        carried_from: `${made.rolled_forward.from.id} (2024-07-01..2024-12-31)`,
        by: 'CFO',
        at: TEST_DEPS.now(),
      },
      conclusion: null,
      response: null,
      notes: [],
    });
    expect(detail.last_period).toMatchObject({
      engagement: made.rolled_forward.from.id,
      disposition: 'accepted_risk',
      response: 'Will be revoked',
      response_owner: 'IT',
      response_due: '2025-03-31',
    });
    // Taken back like any other decision.
    await call('findings.undo', { finding_ids: [ana.id] });
    expect(of(await drift(), 'ana@company.com').disposition).toBe('open');
  });

  it('rolls on from there, and opens again as it was left', async () => {
    const next = { from: '2025-07-01', to: '2025-12-31' };
    const again = await call('engagement.roll-forward', { dir: at('h2-2025'), from: at('h1'), period: next });
    expect(again.rolled_forward.carried).toMatchObject({
      parameters: 1,
      procedures: 1,
      requests: 2,
      controls: 1,
    });
    expect(await refusal('engagement.open', { dir: at('h2-2025') })).toBe('done');
  });
});

describe('what is refused leaves nothing behind', () => {
  const roll = (params: Partial<Params<'engagement.roll-forward'>>) =>
    refusal('engagement.roll-forward', { dir: at('new'), from: at('h2'), period: H1, ...params });

  /** A copy of the earlier engagement that somebody worked on. */
  function tampered(name: string, change: (root: string) => void): string {
    const root = at(name);
    cpSync(at('h2'), root, { recursive: true });
    change(root);
    return root;
  }
  const replaceIn = (path: string, from: string, to: string) =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));

  it.each([
    ['a period that is not later', () => roll({ period: H2 }), 'BAD_ARGUMENT'],
    ['a folder inside the earlier one', () => roll({ dir: at('h2/packages/new') }), 'BAD_ARGUMENT'],
    ['a folder that holds an engagement', () => roll({ dir: at('h1') }), 'ENGAGEMENT_EXISTS'],
    ['a folder that holds something', () => roll({ dir: at('in') }), 'BAD_ARGUMENT'],
    ['a zone that is none', () => roll({ timezone: 'Mars/Olympus' }), 'BAD_ARGUMENT'],
    ['no engagement', () => roll({ from: at('in') }), 'ENGAGEMENT_MISSING'],
    [
      'a journal that was rewritten',
      () =>
        roll({
          from: tampered('journal', (root) =>
            replaceIn(join(root, 'journal.ndjson'), 'source_imported', 'source_forgotten'),
          ),
        }),
      'JOURNAL_TAMPERED',
    ],
    [
      'settings of another client',
      () =>
        roll({
          from: tampered('settings', (root) =>
            replaceIn(join(root, 'engagement.json'), 'Test Client', 'Other'),
          ),
        }),
      'JOURNAL_TAMPERED',
    ],
    [
      'a link in place of the sources',
      () =>
        roll({
          from: tampered('linked', (root) => {
            unlinkSync(join(root, 'journal.ndjson'));
            symlinkSync('/etc/passwd', join(root, 'journal.ndjson'));
          }),
        }),
      'ENGAGEMENT_UNTRUSTED',
    ],
    [
      'a log that was changed',
      () =>
        roll({
          from: tampered('log', (root) => {
            const sha = createHash('sha256').update(readFileSync(CHAIN)).digest('hex');
            const path = join(root, 'sources', sha, 'audit.ndjson');
            const bytes = readFileSync(path);
            unlinkSync(path);
            bytes[40] = bytes[40]! ^ 1;
            writeFileSync(path, bytes);
          }),
        }),
      'SOURCE_CHANGED',
    ],
  ])('%s', async (_name, work, code) => {
    expect(await work()).toBe(code);
    expect(existsSync(at('new'))).toBe(false);
    expect(readdirSync(dir).filter((name) => name.startsWith('.tickmark'))).toEqual([]);
  });

  it('work that was changed behind the journal', async () => {
    const root = tampered('worked', () => undefined);
    const opened = await openEngagement(root, TEST_DEPS);
    await opened.store.transaction((session) =>
      session.run(`UPDATE work.dispositions SET disposition = 'open'`),
    );
    await opened.close();
    expect(await roll({ from: root })).toBe('JOURNAL_TAMPERED');
  });

  it('a cancelled one', async () => {
    const aborter = new AbortController();
    const answer = await engine.call(
      'engagement.roll-forward',
      { dir: at('new'), from: at('h2'), period: H1 },
      { signal: aborter.signal, onProgress: () => aborter.abort() },
    );
    expect(answer.ok ? 'done' : answer.error.code).toBe('CANCELLED');
    expect(existsSync(at('new'))).toBe(false);
  });

  it('what was open before is open again', async () => {
    await call('engagement.open', { dir: at('h2') });
    expect(await roll({ period: H2 })).toBe('BAD_ARGUMENT');
    expect((await call('engagement.current', {}))?.dir).toBe(at('h2'));
    await call('engagement.close', {});
  });
});

describe('the earlier engagement', () => {
  it('may be signed off, and stays so', async () => {
    cpSync(at('h2'), at('signed'), { recursive: true });
    const opened = await openEngagement(at('signed'), TEST_DEPS);
    await opened.lock({
      package_id: 'EV-1',
      tag_manifest_sha256: '0'.repeat(64),
      preparer: 'A',
      reviewer: 'B',
    });
    await opened.close();
    const before = state(at('signed'));
    await call('engagement.roll-forward', { dir: at('after-signed'), from: at('signed'), period: H1 });
    expect(state(at('signed'))).toEqual(before);
    const [entry] = (await call('engagement.journal', { offset: 0, limit: 50 })).entries.filter(
      ({ action }) => action === 'rolled_forward',
    );
    expect(entry?.details).toMatchObject({ from: { signed_off: 'EV-1' } });
    await call('engagement.close', {});
  });

  it('is not found in itself by another name', async () => {
    symlinkSync(at('h2'), at('by-another-name'));
    const inside = { dir: at('by-another-name/next'), from: at('h2'), period: H1 };
    const answer = await engine.call('engagement.roll-forward', inside);
    expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
    expect(existsSync(at('h2/next'))).toBe(false);
    const same = await engine.call('engagement.roll-forward', { ...inside, dir: at('by-another-name') });
    expect(same).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENT' } });
  });

  it('may have been left by a killed process, with changes that the database has not settled', async () => {
    const opened = await openEngagement(at('h2'), TEST_DEPS);
    await opened.change('noted', async (session) => {
      await session.run(`UPDATE work.dispositions SET note = 'Until April' WHERE note = 'Until March'`);
      return { value: null, details: {} };
    });
    mkdirSync(at('killed'));
    for (const name of readdirSync(at('h2')).filter((one) => one !== '.work'))
      cpSync(join(at('h2'), name), join(at('killed'), name), { recursive: true });
    await opened.close();
    expect(existsSync(at('killed/workbench.duckdb.wal'))).toBe(true);
    const before = state(at('killed'));
    await call('engagement.roll-forward', { dir: at('after-killed'), from: at('killed'), period: H1 });
    expect(state(at('killed'))).toEqual(before);
    await call('engagement.close', {});
  });
});

describe('a kill in the middle', () => {
  /** Rolls forward in a process of its own and kills it `after` milliseconds into the phase. */
  async function rollAndKill(target: string, phase: string, after: number): Promise<void> {
    const code = `
      const { createEngine } = await import('#engine/index.ts');
      const engine = createEngine({ toolVersion: 'test', now: () => '2026-01-02T03:04:05Z', actor: 't', keyDir: '.', placesDir: '.', tempDir: '.', writeSample: async () => { throw new Error('no') } });
      const answer = await engine.call('engagement.roll-forward',
        { dir: ${JSON.stringify(target)}, from: ${JSON.stringify(at('h2'))}, period: ${JSON.stringify(H1)} },
        { onProgress: ({ phase }) => console.log(phase) });
      console.log(answer.ok ? 'whole' : answer.error.code);
      await engine.close();`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      cwd: ROOT,
    });
    let said = '';
    await new Promise<void>((ended) => {
      child.stdout.on('data', (data: Buffer) => {
        const first = !said.includes(phase);
        said += data.toString();
        if (first && said.includes(phase)) setTimeout(() => child.kill('SIGKILL'), after);
      });
      child.once('close', () => ended());
    });
  }

  it.each([
    ['Chains', 0],
    ['Taking over the work', 0],
    ['Taking over the work', 150],
    ['Taking over the work', 400],
  ])('%s, after %i ms: nothing, or all of it; and it can be done again', async (phase, after) => {
    const target = at(`killed-${phase.length}-${after}`);
    const before = state(at('h2'));
    await rollAndKill(target, phase, after);
    expect(state(at('h2'))).toEqual(before);
    if (!existsSync(target)) {
      await call('engagement.roll-forward', { dir: target, from: at('h2'), period: H1 });
    } else await call('engagement.open', { dir: target });
    const { counts } = (await call('engagement.current', {}))!;
    expect(counts.sources).toBe(2);
    expect((await call('pbc.list', {})).lines).toHaveLength(2);
    await call('engagement.close', {});
    expect(readdirSync(dir).filter((name) => name.startsWith('.tickmark'))).toEqual([]);
  });
});
