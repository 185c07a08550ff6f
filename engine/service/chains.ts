import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { ChainReport } from '#shared/model/chain.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, nodeDigests, type WorkOptions } from '#engine/engagement/index.ts';
import {
  type ChainAnchor,
  findProfile,
  parseAnchor,
  parseProfile,
  type Profile,
  splitBatches,
  verifyChain,
} from '#engine/integrity/index.ts';
import { importedAnchors, sourceChains } from '#engine/runner/index.ts';

export interface ChainQuestion extends WorkOptions {
  /** Name of a shipped profile, or a YAML file; without it the profile is detected. */
  profile?: string | undefined;
  /** Anchor file: `{"chain","count","head"}`, a list of these, or a C2SP signed note. */
  anchor?: string | undefined;
}

/** SubjectPublicKeyInfo header of a raw Ed25519 key (RFC 8410 section 4). */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const publicKey = createPublicKey({ key: Buffer.concat([ED25519_SPKI, key]), format: 'der', type: 'spki' });
  return verifySignature(null, message, publicKey, signature);
}

async function loadProfile(name: string | undefined): Promise<Profile | 'auto'> {
  if (name === undefined) return 'auto';
  return existsSync(name) ? parseProfile(await readFile(name, 'utf8')) : findProfile(name);
}

async function loadAnchors(path: string | undefined): Promise<ChainAnchor[]> {
  if (path === undefined) return [];
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new TickmarkError('NOT_FOUND', `the anchor file ${path} cannot be read`, { cause: error });
  });
  return parseAnchor(bytes, { digests: nodeDigests, verifyEd25519 });
}

/** A log that no profile explains: nothing is known of it, and the other logs are verified all the same. */
async function unexplained(
  bytes: AsyncIterable<Uint8Array>,
  chain: string,
  why: string,
): Promise<ChainReport> {
  let events = 0;
  for await (const batch of splitBatches(bytes)) events += batch.length;
  return {
    chain,
    profile: 'unknown',
    events,
    verdict: 'not_proven',
    first_id: null,
    last_id: null,
    head: null,
    breaks: [],
    warnings: [],
    not_proven: ['profile', 'content', 'order', 'completeness', 'tail'],
    statement: [`Nothing is proven of this log. ${why}.`],
  };
}

async function verifyBytes(
  bytes: AsyncIterable<Uint8Array>,
  chain: string,
  question: ChainQuestion,
  known: readonly ChainAnchor[] = [],
): Promise<ChainReport[]> {
  const { signal, onProgress } = question;
  const aborter = new AbortController();
  const abort = () => aborter.abort();
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  try {
    const anchors = [...known, ...(await loadAnchors(question.anchor))];
    return await verifyChain(splitBatches(bytes), {
      profile: await loadProfile(question.profile),
      digests: nodeDigests,
      anchors,
      chainName: chain,
      signal: aborter.signal,
      onProgress: (done) => onProgress?.({ phase: `Chain ${chain}`, done, total: null, unit: 'records' }),
    });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** Verifies one log file. Throws NOT_FOUND, FILE_EMPTY, PROFILE_UNKNOWN, ANCHOR_INVALID, CANCELLED. */
export async function verifyLogFile(path: string, question: ChainQuestion): Promise<ChainReport[]> {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isFile()) {
    throw new TickmarkError('NOT_FOUND', `there is no file ${path}`, {
      hint: 'Name an NDJSON log or an engagement folder.',
    });
  }
  const chain = basename(path).replace(/(\.(nd)?jsonl?)?(\.gz)?$/i, '');
  const raw = createReadStream(path, { highWaterMark: 1 << 20 });
  const reports = await verifyBytes(path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw, chain, question);
  if (reports.length === 0) {
    throw new TickmarkError('FILE_EMPTY', `${path} holds no records`, {
      hint: 'A log that was emptied proves nothing: ask for it again.',
    });
  }
  return reports;
}

/** Verifies every hash-chained log among the sources, from the files as received. Throws DATA_MISSING without any. */
export async function verifyEngagementChains(
  engagement: Engagement,
  question: ChainQuestion,
): Promise<ChainReport[]> {
  return engagement.store.use(async (session) => {
    const reports: ChainReport[] = [];
    const failed: { chain: string; why: string }[] = [];
    let found = 0;
    for await (const { chain, bytes } of sourceChains(session, engagement.sourcesDir)) {
      found += 1;
      const anchors = await importedAnchors((sql, params) => session.rows(sql, params), chain);
      try {
        reports.push(...(await verifyBytes(bytes, chain, question, anchors)));
      } catch (error) {
        // A profile that the user named and that does not exist is the user's to correct.
        const isUnexplained = error instanceof TickmarkError && error.code === 'PROFILE_UNKNOWN';
        if (!isUnexplained || question.profile !== undefined) throw error;
        failed.push({ chain, why: error.message });
      }
    }
    for await (const { chain, bytes } of sourceChains(session, engagement.sourcesDir)) {
      const failure = failed.find((item) => item.chain === chain);
      if (failure) reports.push(await unexplained(bytes, chain, failure.why));
    }
    if (found === 0) {
      throw new TickmarkError('DATA_MISSING', 'no hash-chained log was imported', {
        hint: 'Import the audit trail, then verify it.',
      });
    }
    return reports;
  });
}
