import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { TrailsReport } from '#shared/model/cloudtrail.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, nodeTrailCrypto, type WorkOptions } from '#engine/engagement/index.ts';
import { type TrailFiles, verifyTrails } from '#engine/integrity/cloudtrail/index.ts';
import { gatherTrail, sourceTrails, type TrailPart, trailPart } from '#engine/runner/index.ts';

export interface TrailQuestion extends WorkOptions {
  /** List of public keys beside those that lie among the files. */
  keys?: string | undefined;
  /** A day (00:00 UTC) or an instant. */
  from?: string | undefined;
  /** A day (its end counts) or an instant, excluded. */
  to?: string | undefined;
}

const DAY = 86_400_000;

function moment(text: string, addDay: boolean): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = Date.parse(isDay ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(time))
    throw new TickmarkError('BAD_ARGUMENT', `"${text}" is neither a day nor an instant`, {
      hint: 'Write 2024-11-01 or 2024-11-01T10:00:00Z.',
    });
  return isDay && addDay ? time + DAY : time;
}

function periodOf({ from, to }: TrailQuestion): { from: number; to: number } | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined)
    throw new TickmarkError('BAD_ARGUMENT', 'a period needs its beginning and its end', {
      hint: 'Give both, or neither.',
    });
  const span = { from: moment(from, false), to: moment(to, true) };
  if (span.to <= span.from)
    throw new TickmarkError('BAD_ARGUMENT', `the period ends (${to}) before it begins (${from})`);
  return span;
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TickmarkError('CANCELLED', 'the verification was cancelled');
}

/** Files below a folder in byte order of their paths; links are not followed. */
async function filesBelow(root: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (dir: string): Promise<void> => {
    const entries = await readdir(dir, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  await visit(root);
  return found;
}

async function partsOf(path: string, question: TrailQuestion): Promise<TrailPart[]> {
  const status = await stat(path).catch((cause: unknown) => {
    throw new TickmarkError('NOT_FOUND', `there is no file or folder ${path}`, { cause });
  });
  const files = status.isDirectory() ? await filesBelow(path) : [path];
  const parts: TrailPart[] = [];
  for (const [done, file] of files.entries()) {
    throwIfCancelled(question.signal);
    question.onProgress?.({ phase: 'Reading the trail', done, total: files.length, unit: 'files' });
    const name = status.isDirectory() ? relative(path, file).replaceAll('\\', '/') : file;
    try {
      const part = await trailPart(name, createReadStream(file, { highWaterMark: 1 << 18 }));
      if (part !== null) parts.push(part);
    } catch (error) {
      if (error instanceof TickmarkError) throw error;
      parts.push({ kind: 'broken', file: name, reason: `it could not be read: ${(error as Error).message}` });
    }
  }
  return parts;
}

async function answer(parts: readonly TrailPart[], question: TrailQuestion): Promise<TrailsReport> {
  const period = periodOf(question);
  const given = question.keys === undefined ? [] : await partsOf(question.keys, question);
  if (question.keys !== undefined && !given.some(({ kind }) => kind === 'keys')) {
    throw new TickmarkError('KEY_UNSUPPORTED', `${question.keys} holds no list of public keys`, {
      hint: 'Hand over the output of "aws cloudtrail list-public-keys" as JSON.',
    });
  }
  return verifyTrails(gatherTrail([...parts, ...given]), { crypto: nodeTrailCrypto, period });
}

/**
 * Verifies CloudTrail digests and log files in folders as they come from S3, with keys from files: nothing is fetched.
 * Throws NOT_FOUND, DATA_MISSING without any digest, KEY_UNSUPPORTED, BAD_ARGUMENT, CANCELLED.
 */
export async function verifyTrailFolders(
  paths: readonly string[],
  question: TrailQuestion,
): Promise<TrailsReport> {
  const parts: TrailPart[] = [];
  for (const path of paths) parts.push(...(await partsOf(path, question)));
  if (!parts.some(({ kind }) => kind === 'digest' || kind === 'broken')) {
    throw new TickmarkError('DATA_MISSING', 'no CloudTrail digest was found', {
      hint: 'Copy AWSLogs/<account>/CloudTrail-Digest/ and AWSLogs/<account>/CloudTrail/ out of the bucket, with their folders.',
    });
  }
  return answer(parts, question);
}

/** Trails among the sources of an engagement; null without any digest. */
export async function engagementTrails(
  engagement: Engagement,
  question: TrailQuestion = {},
): Promise<TrailsReport | null> {
  const files: TrailFiles | null = await engagement.store.use((session) =>
    sourceTrails(session, engagement.sourcesDir),
  );
  if (files === null) return null;
  const extra = question.keys === undefined ? [] : await partsOf(question.keys, question);
  const keys = [...files.keys, ...gatherTrail(extra).keys];
  return verifyTrails({ ...files, keys }, { crypto: nodeTrailCrypto, period: periodOf(question) });
}
