import { createHash } from 'node:crypto';
import type { Result } from '#shared/contract/methods.ts';
import type { WorkOptions } from '#engine/engagement/index.ts';
import type { EngineContext } from '../context.ts';
import { requireFree, writeNew } from '../files.ts';
import { stopIfCancelled } from './cancelled.ts';
import { gatherEvidence } from './gather.ts';
import { reportPdf } from './payload.ts';

/**
 * Writes the report as a build of the package would put it in: until something changes, the same bytes. Nothing is
 * signed and nothing is noted. Throws DATA_MISSING when no procedure was run, OUTPUT_EXISTS, CANCELLED.
 */
export async function previewReport(
  { engagement, deps }: EngineContext,
  path: string,
  work: WorkOptions,
): Promise<Result<'package.preview'>> {
  requireFree(path);
  const content = await gatherEvidence(engagement, work);
  stopIfCancelled(work);
  const bytes = await reportPdf(content, deps.toolVersion);
  stopIfCancelled(work);
  await writeNew(path, bytes);
  return { file: path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
