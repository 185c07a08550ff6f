import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ChainReport } from '#shared/model/chain.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, nodeDigests, type WorkOptions } from '#engine/engagement/index.ts';
import {
  type Detection,
  findProfile,
  listProfiles,
  parseProfile,
  type Profile,
  verifyLogs,
  type VerifyLogsOptions,
} from '#engine/integrity/index.ts';
import { hashInThreads } from '#engine/hashing/pool.ts';
import { type ChainInput, importedAnchors, sourceChains } from '#engine/runner/index.ts';
import { type AnchorQuestion, loadAnchors } from './chain-anchors.ts';
import { profilesInForce } from './chain-profiles.ts';
import { findLogs } from './log-files.ts';

/** What holds hash-chained logs: an engagement that is worked on, or one that is only looked at. */
export type ChainHolder = Pick<Engagement, 'store' | 'sourcesDir' | 'journalHead'>;

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
    throw new TickmarkError('NOT_FOUND', `the key file ${path} cannot be read`, {
      hint: 'Name the file that holds the secret of the HMAC chain, as the client handed it over.',
      cause,
    });
  });
  const end = bytes.at(-1) === 10 ? (bytes.at(-2) === 13 ? -2 : -1) : bytes.length;
  return bytes.subarray(0, end);
}

/** What verifications of one question have in common; `work` gets an abort signal of its own, for runs one by one. */
async function verifying(
  question: ChainQuestion,
  profiles: readonly Profile[],
  phase: string,
  work: (options: VerifyLogsOptions) => Promise<ChainReport[]>,
): Promise<ChainReport[]> {
  const { signal, onProgress, chain } = question;
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
      anchors: await loadAnchors(question),
      chain,
      signal: aborter.signal,
      onProgress: (done) => onProgress?.({ phase, done, total: null, unit: 'records' }),
    });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
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
  const reports = await verifying(question, listProfiles(), 'Chains', (options) =>
    verifyLogs(files, options),
  );
  if (reports.length === 0) {
    throw new TickmarkError('FILE_EMPTY', `${paths.join(', ')}: there are no records`, {
      hint: 'A log that was emptied proves nothing: ask for it again.',
    });
  }
  const unread = left.length === 0 ? [] : [`Not read, as they are not named like logs: ${left.join(', ')}.`];
  return reports.map((report) => ({ ...report, warnings: [...report.warnings, ...unread] }));
}

/** Files of hash-chained logs among the sources, in order of import. Throws DATA_MISSING without any. */
export async function chainSources(
  engagement: Pick<ChainHolder, 'store' | 'sourcesDir'>,
): Promise<ChainInput[]> {
  const sources = await engagement.store.use((session) => sourceChains(session, engagement.sourcesDir));
  if (sources.length > 0) return sources;
  throw new TickmarkError('DATA_MISSING', 'no hash-chained log was imported', {
    hint: 'Import the audit trail, then verify it.',
  });
}

/**
 * Verifies every hash-chained log among the sources, or the one that `chain` names, from the files as received. Files
 * of one log are joined. Throws DATA_MISSING without any, NOT_FOUND, BAD_ARGUMENT and what `loadAnchors` throws.
 */
export async function verifyEngagementChains(
  engagement: ChainHolder,
  question: ChainQuestion,
): Promise<ChainReport[]> {
  const { head } = await engagement.journalHead();
  const sources = await chainSources(engagement);
  const profiles = await profilesInForce(engagement);
  const keptAnchors = await engagement.store.use((session) =>
    importedAnchors((sql, params) => session.rows(sql, params)),
  );
  const reports = await verifying(question, profiles, 'Chains', (options) =>
    verifyLogs(sources, { ...options, keptAnchors, reportUnexplained: true }),
  );
  if (isPlain(question)) keepReports(engagement, head, reports);
  return reports;
}

interface Verified {
  /** Head of the journal when it was verified: it moves with every change of the engagement. */
  head: string;
  reports: Map<string, ChainReport>;
}

const verified = new WeakMap<ChainHolder, Verified>();

/** Nothing but what the engagement holds, so that the verdict is that of its state. */
function isPlain({ profile, hmac_key, anchor, head, count, packages = [] }: ChainQuestion): boolean {
  return (
    [profile, hmac_key, anchor, head, count].every((item) => item === undefined) && packages.length === 0
  );
}

function keepReports(engagement: ChainHolder, head: string, reports: readonly ChainReport[]): void {
  const kept = verified.get(engagement);
  const known = kept?.head === head ? kept.reports : new Map<string, ChainReport>();
  for (const report of reports) known.set(report.chain, report);
  verified.set(engagement, { head, reports: known });
}

/**
 * The verdict over one log with nothing but what was imported, as it was last given; verified when the engagement has
 * changed since. `chain`: the log, a chain inside it, or one of its files.
 */
export async function lastVerified(
  engagement: Engagement,
  chain: string,
  work: WorkOptions,
): Promise<ChainReport> {
  const { head } = await engagement.journalHead();
  const kept = verified.get(engagement);
  const known = kept?.head === head ? kept.reports : new Map<string, ChainReport>();
  const sources = await chainSources(engagement);
  const ids = new Set(sources.filter((source) => source.chain === chain).map(({ sourceId }) => sourceId));
  const isPartOf = ({ parts = [] }: ChainReport) => parts.some(({ source_id }) => ids.has(source_id ?? ''));
  const report = known.get(chain) ?? [...known.values()].find(isPartOf);
  if (report !== undefined) return report;
  const reports = await verifyEngagementChains(engagement, { chain, ...work });
  const found = reports.find((item) => item.chain === chain) ?? reports[0];
  if (found !== undefined) return found;
  throw new TickmarkError('FILE_EMPTY', `the log ${chain} holds no records`);
}
