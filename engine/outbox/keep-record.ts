import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement, WorkOptions } from '#engine/engagement/index.ts';
import { importFiles } from '#engine/intake/index.ts';

/**
 * Takes a record of what was sent out into the engagement as a source, by the same way as any file: with a receipt, a
 * journal entry, a place in the package and in work done again. `reader`: who must take it. Answers its source id.
 */
export async function keepRecord(
  engagement: Engagement,
  name: string,
  reader: string,
  record: object,
  work: WorkOptions,
): Promise<string> {
  const dir = await mkdtemp(join(engagement.workDir, 'outbox-'));
  try {
    const file = join(dir, name);
    await writeFile(file, `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 });
    const { receipts, failed } = await importFiles(engagement, [file], {
      ...work,
      suppliedBy: 'outbox',
      origin: 'outbox',
    });
    const receipt = receipts[0];
    if (receipt?.already && receipt.origin !== 'outbox') {
      throw new TickmarkError('RECORD_FOREIGN', `the record ${name} came as a file before it was sent out`, {
        hint: `Its source is ${receipt.source_id}; nothing was sent out.`,
      });
    }
    if (receipt?.reader !== reader || receipt.rejected > 0) {
      const why = failed[0]?.message ?? receipt?.rejects[0]?.message ?? 'no reader took it';
      throw new TickmarkError('INTERNAL', `the record ${name} was not kept: ${why}`);
    }
    return receipt.source_id;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
