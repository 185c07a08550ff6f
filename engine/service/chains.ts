import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ChainReport } from '#shared/model/chain.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, nodeDigests, type WorkOptions } from '#engine/engagement/index.ts';
import {
  type ChainAnchor,
  type Detection,
  findProfile,
  listProfiles,
  parseProfile,
  type Profile,
  splitBatches,
  verifyLog,
  type VerifyLogOptions,
  verifyLogs,
} from '#engine/integrity/index.ts';
import { hashInThreads } from '#engine/hashing/pool.ts';
import { importedAnchors, sourceChains } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';
import { type AnchorQuestion, loadAnchors } from './chain-anchors.ts';
import { profilesInForce } from './chain-profiles.ts';
import { findLogs, nameOfLog } from './log-files.ts';

export interface ChainQuestion extends WorkOptions, AnchorQuestion {
  /** Name of a profile of the engagement or of a shipped one, or a YAML file; without it the profile is detected. */
  profile?: string | undefined;
  /** File with the secret of a keyed (HMAC) log; a line end after it does not count. */
  hmac_key?: string | undefined;
  /** Called with what detection found, once for each log whose profile is not named. */
  onDetect?: (detection: Detection) => void;
  /** Only this log. */
  chain?: string | undefined;
}

async function loadProfile(name: string | undefined, known: readonly Profile[]): Promise<Profile | 'auto'> {
  if (name === undefined) return 'auto';
  const own = known.find((profile) => profile.name === name);
  if (own !== undefined) return own;
  return existsSync(name) ? parseProfile(await readFile(name, 'utf8')) : findProfile(name);
}

async function loadSecret(path: string | undefined): Promise<Uint8Array | undefined> {
  if (path === undefined) return undefined;
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new TickmarkError('NOT_FOUND', `the key file ${path} cannot be read`, { cause });
  });
  const end = bytes.at(-1) === 10 ? (bytes.at(-2) === 13 ? -2 : -1) : bytes.length;
  return bytes.subarray(0, end);
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

/** What verifications of one question have in common; `work` gets an abort signal of its own, for runs one by one. */
async function verifying<T>(
  question: ChainQuestion,
  anchors: readonly ChainAnchor[],
  profiles: readonly Profile[],
  phase: string,
  work: (options: VerifyLogOptions) => Promise<T>,
): Promise<T> {
  const { signal, onProgress } = question;
  const aborter = new AbortController();
  const abort = () => aborter.abort();
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  const key = await loadSecret(question.hmac_key);
  try {
    return await work({
      startHashing: hashInThreads,
      profile: await loadProfile(question.profile, profiles),
      profiles,
      digests: nodeDigests,
      ...(key === undefined ? {} : { key }),
      ...(question.onDetect === undefined ? {} : { onDetect: question.onDetect }),
      anchors,
      signal: aborter.signal,
      onProgress: (done) => onProgress?.({ phase, done, total: null, unit: 'records' }),
    });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function verifyBytes(
  bytes: AsyncIterable<Uint8Array>,
  chain: string,
  question: ChainQuestion,
  anchors: readonly ChainAnchor[],
  profiles: readonly Profile[],
): Promise<ChainReport[]> {
  return verifying(question, anchors, profiles, `Chain ${chain}`, (options) =>
    verifyLog(bytes, { ...options, chainName: chain }),
  );
}

/**
 * Verifies log files, plain or gzipped, in any order; the files of a folder are taken when they are named like logs.
 * Files that belong together are joined. Throws NOT_FOUND, FILE_EMPTY, PROFILE_UNKNOWN, ANCHOR_INVALID, BAD_ARGUMENT,
 * CANCELLED.
 */
export async function verifyLogFiles(
  paths: readonly string[],
  question: ChainQuestion,
): Promise<ChainReport[]> {
  const { files, left } = findLogs(paths);
  const given = await loadAnchors(question);
  const reports = await verifying(question, given, listProfiles(), 'Chains', (options) =>
    verifyLogs(files, {
      ...options,
      nameOf: nameOfLog,
      anchorsFor: (chain) => anchorsFor(chain, new Set(), given),
    }),
  );
  if (reports.length === 0) {
    throw new TickmarkError('FILE_EMPTY', `${paths.join(', ')}: there are no records`, {
      hint: 'A log that was emptied proves nothing: ask for it again.',
    });
  }
  const unread = left.length === 0 ? [] : [`Not read, as they are not named like logs: ${left.join(', ')}.`];
  return reports.map((report) => ({ ...report, warnings: [...report.warnings, ...unread] }));
}

/** Which anchors speak of a log: those that name it or nothing, and those that name no log at hand (a chain inside one). */
function anchorsFor(
  chain: string,
  names: ReadonlySet<string>,
  anchors: readonly ChainAnchor[],
): ChainAnchor[] {
  return anchors.filter(
    (anchor) =>
      anchor.chain === null ||
      anchor.chain === chain ||
      (anchor.origin !== 'package' && !names.has(anchor.chain)),
  );
}

async function namesOf(
  session: Session,
  engagement: Engagement,
  question: ChainQuestion,
): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { chain } of sourceChains(session, engagement.sourcesDir)) names.add(chain);
  if (names.size === 0) {
    throw new TickmarkError('DATA_MISSING', 'no hash-chained log was imported', {
      hint: 'Import the audit trail, then verify it.',
    });
  }
  const known = `The logs are ${[...names].join(', ')}.`;
  if (question.chain !== undefined && !names.has(question.chain))
    throw new TickmarkError('NOT_FOUND', `no log is called ${JSON.stringify(question.chain)}`, {
      hint: known,
    });
  if (question.head !== undefined && question.chain === undefined && names.size > 1)
    throw new TickmarkError('BAD_ARGUMENT', 'head and count belong to one log, and there are several', {
      hint: `Name it as the chain. ${known}`,
    });
  return names;
}

/**
 * Verifies every hash-chained log among the sources, or the one that `chain` names, from the files as received.
 * Throws DATA_MISSING without any, NOT_FOUND, BAD_ARGUMENT and what `loadAnchors` throws.
 */
export async function verifyEngagementChains(
  engagement: Engagement,
  question: ChainQuestion,
): Promise<ChainReport[]> {
  const given = await loadAnchors(question);
  const profiles = await profilesInForce(engagement);
  return engagement.store.use(async (session) => {
    const names = await namesOf(session, engagement, question);
    const isAsked = (chain: string) => question.chain === undefined || question.chain === chain;
    const reports: ChainReport[] = [];
    const failed: { chain: string; why: string }[] = [];
    for await (const { chain, bytes } of sourceChains(session, engagement.sourcesDir)) {
      if (!isAsked(chain)) continue;
      const kept = await importedAnchors((sql, params) => session.rows(sql, params), chain);
      const anchors = [...kept, ...anchorsFor(chain, names, given)];
      try {
        reports.push(...(await verifyBytes(bytes, chain, question, anchors, profiles)));
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
    return reports;
  });
}
