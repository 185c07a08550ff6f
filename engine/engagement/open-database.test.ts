import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Session, Store } from '#engine/store/index.ts';
import { TEST_DEPS, TEST_SCOPE, tempFolder } from '#test/support/engagement.ts';
import { dropEarlierMacros, requireOwnCatalogue } from './catalogue/check.ts';
import { OWN_LAYOUT } from './catalogue/layouts.ts';
import { catalogueObjects, digestOf } from './catalogue/objects.ts';
import { createEngagement, openEngagement } from './index.ts';

let root: ReturnType<typeof tempFolder>;
let dir: string;
const database = () => join(dir, 'workbench.duckdb');
const digest = () => createHash('sha256').update(readFileSync(database())).digest('hex');

/** A signed-off engagement in which one person is known. */
beforeEach(async () => {
  root = tempFolder();
  dir = join(root.dir, 'engagement');
  const engagement = await createEngagement(dir, TEST_SCOPE, TEST_DEPS);
  await engagement.store.transaction((session) =>
    session.run(
      "INSERT INTO identities (source_id, record_no, identity_id, status) VALUES ('s', 1, 'ann', 'active')",
    ),
  );
  await engagement.lock({
    package_id: 'EV-000000000000',
    tag_manifest_sha256: '0'.repeat(64),
    preparer: 'CN=Ana',
    reviewer: 'CN=Rui',
  });
  await engagement.close();
});
afterEach(() => root.remove());

/** What another build may have left in the database. */
async function made(sql: string): Promise<void> {
  const { sourcesDir, workDir } = { sourcesDir: join(dir, 'sources'), workDir: join(dir, '.work') };
  const store = await Store.open({ path: database(), sourcesDir, workDir, timezone: 'UTC' });
  await store.use((session) => session.run(sql));
  store.close();
}

const OTHER_TEXT =
  "CREATE OR REPLACE MACRO main.people() AS TABLE SELECT 'forged' AS identity_id; DROP MACRO TABLE main.people_at";

describe('a signed-off engagement', () => {
  it('is read where it lies when this build made it', async () => {
    const before = digest();
    const engagement = await openEngagement(dir, TEST_DEPS);
    expect(readdirSync(join(dir, '.work'), { recursive: true })).toEqual([basename(engagement.workDir)]);
    await expect(engagement.store.use((session) => session.run('DELETE FROM identities'))).rejects.toThrow(
      'read-only',
    );
    await engagement.close();
    expect(digest()).toBe(before);
  });

  it('is read with the shared questions of this build when another one made it, and stays as it was', async () => {
    await made(OTHER_TEXT);
    chmodSync(database(), 0o400);
    const before = digest();
    const engagement = await openEngagement(dir, TEST_DEPS);
    const ask = (sql: string) => engagement.store.use((session: Session) => session.rows(sql));
    expect(await ask('SELECT identity_id FROM people()')).toEqual([{ identity_id: 'ann' }]);
    expect(await ask("SELECT identity_id FROM people_at('2024-11-30'::TIMESTAMPTZ)")).toEqual([
      { identity_id: 'ann' },
    ]);
    await expect(engagement.store.use((session) => session.run('DELETE FROM identities'))).rejects.toThrow(
      'read-only',
    );
    expect(engagement.settings.locked?.package_id).toBe('EV-000000000000');
    await engagement.close();
    expect(digest()).toBe(before);
    expect(existsSync(join(dir, '.work'))).toBe(true);
    expect(readdirSync(join(dir, '.work'))).toEqual([]);
  });

  it.each([
    'CREATE MACRO main.lower(x) AS x',
    'CREATE VIEW main.shadow AS SELECT 1',
    'DROP TABLE main.vendors',
  ])('is refused with what no build made: %s', async (sql) => {
    await made(`${OTHER_TEXT}; ${sql}`);
    await expect(openEngagement(dir, TEST_DEPS)).rejects.toMatchObject({ code: 'ENGAGEMENT_UNTRUSTED' });
    expect(readdirSync(join(dir, '.work'))).toEqual([]);
  });
});

describe('a macro that an earlier release made and this build does not', () => {
  const GONE = "CREATE MACRO main.gone_question(moment) AS TABLE SELECT 'old' AS answer";
  const KEY = 'macro (table_macro) main.gone_question';

  it('is taken out by the digest of its text, and with another text refused', async () => {
    await made(GONE);
    const { sourcesDir, workDir } = { sourcesDir: join(dir, 'sources'), workDir: join(dir, '.work') };
    const store = await Store.open({ path: database(), sourcesDir, workDir, timezone: 'UTC' });
    await store.use(async (session) => {
      const [macro] = (await catalogueObjects(session)).filter(({ key }) => key === KEY);
      const known = { ...OWN_LAYOUT, earlierMacros: { [KEY]: [digestOf(macro!)] } };
      expect(await requireOwnCatalogue(session, known)).toEqual({
        version: 1,
        stands: false,
        earlier: [KEY],
      });
      await dropEarlierMacros(session, [KEY]);
      expect(await requireOwnCatalogue(session, known)).toEqual({ version: 1, stands: true, earlier: [] });
      await session.run(GONE.replace('old', 'forged'));
      await expect(requireOwnCatalogue(session, known)).rejects.toMatchObject({
        code: 'ENGAGEMENT_UNTRUSTED',
      });
    });
    store.close();
  });
});
