import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Store } from '#engine/store/index.ts';
import { TEST_DEPS, TEST_SCOPE, tempFolder } from '#test/support/engagement.ts';
import { createEngagement, openEngagement } from './engagement.ts';
import { resolveMoments } from './moments.ts';
import type { EngagementSettings } from './types.ts';

let root: ReturnType<typeof tempFolder>;
let dir: string;
beforeEach(() => {
  root = tempFolder();
  dir = join(root.dir, 'engagement');
});
afterEach(() => root.remove());

const make = async () => (await createEngagement(dir, TEST_SCOPE, TEST_DEPS)).close();
const journalFile = () => join(dir, 'journal.ndjson');
const code = async (work: () => Promise<unknown>) => {
  try {
    await work();
    return 'fine';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const open = () => openEngagement(dir, TEST_DEPS);
const reopen = async () => (await open()).close();

describe('making an engagement', () => {
  it('refuses a folder that has one', async () => {
    await make();
    expect(await code(make)).toBe('ENGAGEMENT_EXISTS');
  });

  it('begins anew where an earlier attempt was killed', async () => {
    mkdirSync(join(dir, '.work'), { recursive: true });
    writeFileSync(join(dir, '.work', 'workbench.duckdb'), 'half written');
    writeFileSync(join(dir, 'journal.ndjson'), '{"half');
    await make();
    await reopen();
    expect(readFileSync(journalFile(), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['a day that does not exist', { period: { from: '2024-02-30', to: '2024-03-01' } }],
    ['a period that ends before it begins', { period: { from: '2024-11-30', to: '2024-11-01' } }],
    ['an unknown zone', { timezone: 'Mars/Olympus' }],
    ['a client without a name', { client: ' \t' }],
    ['a client of two lines, which no package could name', { client: 'Example\nLtd' }],
  ])('refuses %s', async (_name, scope) => {
    expect(await code(() => createEngagement(dir, { ...TEST_SCOPE, ...scope }, TEST_DEPS))).toBe(
      'BAD_ARGUMENT',
    );
    expect(existsSync(join(dir, 'engagement.json'))).toBe(false);
  });

  it('takes the name of a client without the white space around it', async () => {
    const made = await createEngagement(dir, { ...TEST_SCOPE, client: '  Example Ltd ' }, TEST_DEPS);
    const { client, id } = made.settings;
    await made.close();
    expect(client).toBe('Example Ltd');
    const other = await createEngagement(join(dir, 'b'), { ...TEST_SCOPE, client: 'Example Ltd' }, TEST_DEPS);
    expect(other.settings.id).toBe(id);
    await other.close();
  });
});

describe('opening an engagement', () => {
  it('refuses a folder without one, a damaged and a newer one', async () => {
    expect(await code(open)).toBe('ENGAGEMENT_MISSING');
    await make();
    const path = join(dir, 'engagement.json');
    const settings = JSON.parse(readFileSync(path, 'utf8')) as EngagementSettings;
    writeFileSync(path, JSON.stringify({ ...settings, format: 2 }));
    expect(await code(open)).toBe('ENGAGEMENT_TOO_NEW');
    writeFileSync(path, JSON.stringify({ ...settings, period: 'November' }));
    expect(await code(open)).toBe('ENGAGEMENT_INVALID');
    writeFileSync(path, '{');
    expect(await code(open)).toBe('ENGAGEMENT_INVALID');
  });

  it('refuses a second opening', async () => {
    const first = await createEngagement(dir, TEST_SCOPE, TEST_DEPS);
    expect(await code(open)).toBe('ENGAGEMENT_BUSY');
    await first.close();
    await reopen();
  });

  it('refuses a database that is not one, or is missing', async () => {
    await make();
    writeFileSync(
      join(dir, 'workbench.duckdb'),
      'no database at all, but long enough to be read as a header'.repeat(100),
    );
    expect(await code(open)).toBe('ENGAGEMENT_INVALID');
    rmSync(join(dir, 'workbench.duckdb'));
    expect(await code(open)).toBe('ENGAGEMENT_INVALID');
  });

  it.each([
    'CREATE MACRO main.lower(x) AS x',
    'CREATE VIEW main.shadow AS SELECT 1',
    'CREATE TABLE main.extra (a INTEGER)',
    "CREATE TABLE raw.computed (a VARCHAR DEFAULT (upper('x')))",
    'DROP TABLE main.vendors',
    'CREATE SEQUENCE main.counter',
    "CREATE TYPE main.mood AS ENUM ('a')",
    'CREATE SCHEMA other; CREATE TABLE other.t (a VARCHAR)',
    'CREATE INDEX sneaky ON main.grants (system)',
    'ALTER TABLE main.grants ADD COLUMN extra VARCHAR',
    'CREATE OR REPLACE MACRO main.snapshot_at(moment) AS 1',
  ])('refuses what Tickmark did not make: %s', async (sql) => {
    await make();
    const store = await Store.open({
      path: join(dir, 'workbench.duckdb'),
      sourcesDir: join(dir, 'sources'),
      workDir: join(dir, '.work'),
      timezone: 'UTC',
    });
    await store.use((session) => session.run(sql));
    store.close();
    expect(await code(open)).toBe('ENGAGEMENT_UNTRUSTED');
  });

  it.each(['.work', 'sources', 'packages'])(
    'touches nothing where %s is a link to another folder',
    async (name) => {
      await make();
      const elsewhere = join(root.dir, 'elsewhere');
      mkdirSync(join(elsewhere, 'deep'), { recursive: true });
      writeFileSync(join(elsewhere, 'deep', 'keep.txt'), 'mine');
      rmSync(join(dir, name), { recursive: true, force: true });
      symlinkSync(elsewhere, join(dir, name));
      expect(await code(open)).toBe('ENGAGEMENT_UNTRUSTED');
      expect(readFileSync(join(elsewhere, 'deep', 'keep.txt'), 'utf8')).toBe('mine');
    },
  );

  it.each(['workbench.duckdb', 'journal.ndjson', 'engagement.json'])('refuses %s as a link', async (name) => {
    await make();
    const elsewhere = join(root.dir, name);
    renameSync(join(dir, name), elsewhere);
    symlinkSync(elsewhere, join(dir, name));
    expect(await code(open)).toBe('ENGAGEMENT_UNTRUSTED');
  });

  it('takes raw tables as intake makes them', async () => {
    const engagement = await createEngagement(dir, TEST_SCOPE, TEST_DEPS);
    await engagement.change('raw', async (session) => {
      await session.run(
        'CREATE TABLE raw."odd ""name""" (source_id VARCHAR, record_no BIGINT, "a b" VARCHAR)',
      );
      return { value: null, details: {} };
    });
    await engagement.close();
    await reopen();
  });
});

describe('the journal', () => {
  it('holds an entry for each change, and none for a change that failed', async () => {
    const engagement = await createEngagement(dir, TEST_SCOPE, TEST_DEPS);
    await engagement.change('noted', async () => ({ value: 1, details: { text: 'é' } }));
    const failing = engagement.change('failed', async (session) => {
      await session.run("INSERT INTO grants (system) VALUES ('x')");
      throw new Error('stopped');
    });
    await expect(failing).rejects.toThrow('stopped');
    expect(await engagement.store.use((session) => session.value('SELECT count(*) FROM grants'))).toBe(0);
    expect((await engagement.journalHead()).entries).toBe(2);
    await engagement.close();
    const lines = readFileSync(journalFile(), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string });
    expect(lines.map((line) => line.action)).toEqual(['engagement_created', 'noted']);
  });

  it('mends a torn tail and missing lines', async () => {
    await make();
    const whole = readFileSync(journalFile(), 'utf8');
    truncateSync(journalFile(), whole.length - 20);
    await reopen();
    expect(readFileSync(journalFile(), 'utf8')).toBe(whole);
    rmSync(journalFile());
    await reopen();
    expect(readFileSync(journalFile(), 'utf8')).toBe(whole);
  });

  it('is tampered when the file says more or other than the database', async () => {
    await make();
    const whole = readFileSync(journalFile(), 'utf8');
    appendFileSync(journalFile(), '{"seq":2}\n');
    expect(await code(open)).toBe('JOURNAL_TAMPERED');
    writeFileSync(journalFile(), whole.replace('Test Client', 'Best Client'));
    expect(await code(open)).toBe('JOURNAL_TAMPERED');
  });

  it('is tampered when engagement.json states another scope than was recorded', async () => {
    await make();
    const path = join(dir, 'engagement.json');
    const settings = JSON.parse(readFileSync(path, 'utf8')) as EngagementSettings;
    writeFileSync(path, JSON.stringify({ ...settings, client: 'Another Client' }));
    expect(await code(open)).toBe('JOURNAL_TAMPERED');
  });

  it('is tampered when an entry of the database was changed', async () => {
    await make();
    const store = await Store.open({
      path: join(dir, 'workbench.duckdb'),
      sourcesDir: join(dir, 'sources'),
      workDir: join(dir, '.work'),
      timezone: 'UTC',
    });
    await store.use((session) =>
      session.run(`UPDATE work.journal SET line = replace(line, 'Test Client', 'Best Client')`),
    );
    store.close();
    expect(await code(open)).toBe('JOURNAL_TAMPERED');
  });
});

describe('moments', () => {
  it('a date is 00:00 in the zone, on both sides of a change of clocks; the default is the end of the period', async () => {
    const engagement = await createEngagement(dir, TEST_SCOPE, TEST_DEPS);
    const moments = await engagement.store.use((session) =>
      resolveMoments(session, engagement.settings, { as_of: '2024-11-24' }),
    );
    const atEnd = await engagement.store.use((session) => resolveMoments(session, engagement.settings));
    await engagement.close();
    // New York: UTC-4 until 3 November 2024, UTC-5 from then on.
    expect(moments.period_start).toBe('2024-11-01T04:00:00Z');
    expect(moments.period_end).toBe('2024-12-01T05:00:00Z');
    expect(moments.as_of).toBe('2024-11-24T05:00:00Z');
    expect([atEnd.as_of_text, atEnd.as_of]).toEqual(['2024-12-01', '2024-12-01T05:00:00Z']);
  });
});
