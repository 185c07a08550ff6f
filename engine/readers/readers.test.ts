import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalTables } from '#engine/canonical/index.ts';
import { importFiles, listReaders, listRejects } from '#engine/intake/index.ts';
import { memoryEngagement, type TestEngagement } from '#engine/intake/testing.ts';
import { quoteName } from '#engine/store/index.ts';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const readers = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

interface Sample {
  reader: string;
  name: string;
  dir: string;
  input: string;
  /** What must be there before: what a file answers to. */
  given: string | undefined;
}

const samples: Sample[] = readers.flatMap((reader) =>
  readdirSync(join(ROOT, reader, 'samples')).map((name) => {
    const dir = join(ROOT, reader, 'samples', name);
    const given = readdirSync(dir).find((file) => file.startsWith('given.'));
    return {
      given: given === undefined ? undefined : join(dir, given),
      reader,
      name,
      dir,
      input: join(dir, readdirSync(dir).find((file) => file.startsWith('input.'))!),
    };
  }),
);

function expected(sample: Sample, what: 'rows' | 'rejects'): unknown {
  return JSON.parse(readFileSync(join(sample.dir, `expect.${what}.json`), 'utf8'));
}

let engagement: TestEngagement;
beforeAll(async () => {
  engagement = await memoryEngagement();
});
afterAll(() => engagement.close());

/** Rows of a table without their source and without what is null, in the order of loading. */
async function rowsOf(table: string): Promise<Record<string, unknown>[]> {
  return engagement.store.use(async (session) => {
    const rows = await session.rows(
      `SELECT * EXCLUDE (source_id) FROM main.${quoteName(table)} ORDER BY record_no, rowid`,
    );
    return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
  });
}

async function forgetEverything(): Promise<void> {
  await engagement.store.transaction(async (session) => {
    for (const table of canonicalTables.keys()) await session.run(`DELETE FROM main.${quoteName(table)}`);
    await session.run('DELETE FROM work.sources; DELETE FROM work.rejects');
  });
}

describe('samples of the readers', () => {
  test.each(samples)('$reader / $name', async (sample) => {
    await forgetEverything();
    // What the outbox keeps is taken from nobody else.
    const own = { origin: 'outbox' } as const;
    if (sample.given !== undefined) await importFiles(engagement, [sample.given], own);
    const result = await importFiles(engagement, [sample.input], own);
    expect(result.failed).toEqual([]);
    const receipt = result.receipts[0]!;
    expect(receipt.reader).toBe(sample.reader);
    const rows = expected(sample, 'rows') as Record<string, unknown[]>;
    for (const [table, wanted] of Object.entries(rows))
      expect({ [table]: await rowsOf(table) }).toEqual({ [table]: wanted });
    expect([...receipt.tables].sort()).toEqual(Object.keys(rows).sort());
    const rejects = expected(sample, 'rejects') as { record: number; code: string }[];
    expect(receipt.rejects.map(({ record, code }) => ({ record, code }))).toEqual(rejects);
    expect(receipt.read).toBe(receipt.loaded + receipt.rejected);
    expect(receipt.rejected).toBe(rejects.length);
    const stored = await engagement.store.use((session) => listRejects(session, receipt.source_id, 0, 100));
    expect(stored.rejects.every((reject) => reject.raw !== null && reject.raw !== '')).toBe(true);
  });
});

describe('folders of the readers', () => {
  test('are all registered under their own id', () => {
    expect(listReaders().map((reader) => reader.id)).toEqual([...readers].sort());
  });

  test.each(readers)(
    '%s has words on its export and its losses, a typical and a malformed sample',
    (reader) => {
      const readme = readFileSync(join(ROOT, reader, 'README.md'), 'utf8');
      expect(readme).toContain('## How to obtain it');
      expect(readme).toContain('## What is lost');
      for (const name of ['typical', 'malformed'])
        expect(existsSync(join(ROOT, reader, 'samples', name))).toBe(true);
    },
  );
});
