import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '#shared/model/errors.ts';
import type { ImportResult } from '#shared/model/receipt.ts';
import { importFiles } from '#engine/intake/index.ts';
import { diskEngagement } from '#engine/intake/testing.ts';

/** Exports of real products, kept beside the checkout and not part of it. */
const SAMPLES = resolve(
  process.env['TICKMARK_SAMPLES'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'samples'),
);
const EXPECTED = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8')) as Record<
  string,
  { format: string; records: number }
>;

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(SAMPLES, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Words of the database's or the language's own that tell an auditor nothing. */
const INTERNAL_WORDS =
  /Invalid Input|CSV Error|Binder|Conversion Error|Catalog Error|undefined|is not a function|is not iterable|Cannot read/;

const present = existsSync(SAMPLES);
if (!present)
  process.stderr.write(
    `not run: there are no samples at ${SAMPLES} (TICKMARK_SAMPLES names another place)\n`,
  );

if (present)
  describe('every export among the samples', () => {
    it('is read with a receipt that adds up, or refused with words for a person', async () => {
      const engagement = await diskEngagement('UTC');
      try {
        const files = await filesOf(SAMPLES);
        const results = new Map<string, ImportResult>();
        for (const file of files) results.set(file, await importFiles(engagement, [join(SAMPLES, file)]));
        const wrong: string[] = [];
        let read = 0;
        for (const [file, { receipts, failed, skipped }] of results) {
          if (receipts.length + failed.length + skipped.length !== 1)
            wrong.push(`${file}: not told of exactly once`);
          for (const failure of failed) {
            if (!Object.hasOwn(ERROR_CODES, failure.code) || failure.code === 'INTERNAL')
              wrong.push(`${file}: ${failure.code} ${failure.message}`);
            if (INTERNAL_WORDS.test(failure.message) || (failure.hint ?? '') === '')
              wrong.push(`${file}: says "${failure.message}"`);
          }
          for (const receipt of receipts) {
            read += 1;
            if (receipt.read !== receipt.loaded + receipt.rejected) wrong.push(`${file}: does not add up`);
            const kept = await engagement.store.use((session) =>
              session.value('SELECT count(*) FROM work.rejects WHERE source_id = $id', {
                id: receipt.source_id,
              }),
            );
            if (kept !== receipt.rejected)
              wrong.push(`${file}: ${String(kept)} rejects kept of ${receipt.rejected}`);
            const stated = EXPECTED[file];
            if (stated && stated.format === receipt.format && stated.records !== receipt.read)
              wrong.push(`${file}: ${receipt.read} records read, Python counts ${stated.records}`);
          }
        }
        process.stderr.write(`${read} of ${files.length} samples read, the others refused\n`);
        expect(wrong).toEqual([]);
      } finally {
        await engagement.close();
      }
    }, 600_000);
  });

if (!present)
  describe('without the samples', () => {
    it('nothing is claimed about them', () => expect(existsSync(SAMPLES)).toBe(false));
  });
