import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrations } from '#engine/canonical/index.ts';
import { Store } from '#engine/store/index.ts';
import { TEST_DEPS, TEST_SCOPE, tempFolder } from '#test/support/engagement.ts';
import { type Layout, OWN_LAYOUT } from './catalogue/layouts.ts';
import { catalogueObjects, digestOf } from './catalogue/objects.ts';
import { createEngagement, openEngagement } from './index.ts';
import { openDatabase } from './open-database.ts';
import { findingsDigest } from './recorded-work.ts';
import { loadSettings } from './settings.ts';

/** What a later build might do: a column for the auditor's own work, and one for findings. */
const LATER = {
  version: 2,
  statements: () => [
    `ALTER TABLE work.dispositions ADD COLUMN weight INTEGER DEFAULT 7`,
    `ALTER TABLE work.findings ADD COLUMN place VARCHAR DEFAULT 'here'`,
  ],
};

let root: ReturnType<typeof tempFolder>;
let dir: string;
let later: Layout;

/** Digests of what a build with these migrations makes, from a database of its own. */
async function madeBy(through: Layout['migrations']): Promise<Record<string, string>> {
  const options = {
    path: join(root.dir, 'made.duckdb'),
    sourcesDir: root.dir,
    workDir: root.dir,
    timezone: 'UTC',
  };
  const made = await Store.open(options);
  await made.transaction((session) => migrate(session, 'later', { through }));
  made.close();
  const stored = await Store.open({ ...options, readOnly: true });
  const objects = await stored.use(catalogueObjects);
  stored.close();
  return Object.fromEntries(objects.map((item) => [item.key, digestOf(item)]));
}

/** An engagement of this build with a run, its finding, and a disposition. */
beforeEach(async () => {
  root = tempFolder();
  dir = join(root.dir, 'engagement');
  const engagement = await createEngagement(dir, TEST_SCOPE, TEST_DEPS);
  await engagement.change('procedures_run', async (session) => {
    await session.run(
      `INSERT INTO work.findings VALUES ('F-0', 'R1', 'a.b', 'low', 'exception', 'account', 'x', 'odd', '', 'odd', '{}', '[]', 1)`,
    );
    await session.run(
      `INSERT INTO work.runs (run_id, position, procedure, version, as_of, period, params, status, digest, ms)
       VALUES ('R1', 1, 'a.b', 1, '2024-11-30', '2024', '{}', 'completed', 'd', 0)`,
    );
    await session.run(`INSERT INTO work.dispositions (finding_id, disposition) VALUES ('F-0', 'open')`);
    return { value: null, details: { run_id: 'R1', findings_sha256: await findingsDigest(session, 'R1') } };
  });
  await engagement.close();
  const through = [...migrations, LATER];
  const tables = Object.entries(OWN_LAYOUT.own).filter(([key]) => key.startsWith('table '));
  later = {
    ...OWN_LAYOUT,
    version: 2,
    migrations: through,
    own: await madeBy(through),
    earlier: { 1: Object.fromEntries(tables) },
  };
});
afterEach(() => root.remove());

const open = async (layout: Layout) => openDatabase(dir, await loadSettings(dir), TEST_DEPS, layout);
const journal = () =>
  readFileSync(join(dir, 'journal.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a migration of the tables of work', () => {
  it('is journalled with what it made of the work, and the engagement opens again', async () => {
    for (let times = 0; times < 2; times += 1) {
      const { store } = await open(later);
      expect(
        await store.use((session) =>
          session.rows('SELECT weight, place FROM work.dispositions, work.findings'),
        ),
      ).toEqual([{ weight: 7, place: 'here' }]);
      store.close();
      expect(journal().map(({ action }) => action)).toEqual([
        'engagement_created',
        'procedures_run',
        'layout_migrated',
      ]);
    }
    const { details } = journal().at(-1);
    expect([details.from, details.to, details.tool_version]).toEqual([1, 2, TEST_DEPS.toolVersion]);
    expect(Object.keys(details.findings_sha256)).toEqual(['R1']);
    expect(details.findings_sha256.R1).not.toBe(journal()[1].details.findings_sha256);
  });

  it('does not lend its digest to work that was changed before it', async () => {
    const { store } = await open(OWN_LAYOUT);
    await store.use((session) => session.run(`UPDATE work.findings SET severity = 'none'`));
    store.close();
    await expect(open(later)).rejects.toMatchObject({ code: 'JOURNAL_TAMPERED' });
    expect(journal()).toHaveLength(2);
  });

  it('is made in a copy of what is signed off, whose journal gets no entry', async () => {
    const engagement = await openEngagement(dir, TEST_DEPS);
    await engagement.lock({
      package_id: 'EV-000000000000',
      tag_manifest_sha256: '0'.repeat(64),
      preparer: 'CN=Ana',
      reviewer: 'CN=Rui',
    });
    await engagement.close();
    const digest = () =>
      createHash('sha256')
        .update(readFileSync(join(dir, 'workbench.duckdb')))
        .digest('hex');
    const before = [digest(), journal()];
    const { store } = await open(later);
    expect(await store.use((session) => session.value('SELECT weight FROM work.dispositions'))).toBe(7);
    store.close();
    expect([digest(), journal()]).toEqual(before);
  });

  it('cannot be undone by an earlier build, which says so', async () => {
    (await open(later)).store.close();
    await expect(open(OWN_LAYOUT)).rejects.toMatchObject({ code: 'ENGAGEMENT_TOO_NEW' });
  });

  it('is not made of tables that no layout had', async () => {
    const { store } = await open(OWN_LAYOUT);
    await store.use((session) => session.run('ALTER TABLE work.findings ADD COLUMN other VARCHAR'));
    store.close();
    await expect(open(later)).rejects.toMatchObject({ code: 'ENGAGEMENT_UNTRUSTED' });
  });
});
