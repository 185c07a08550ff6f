import type { ChainReport } from '#shared/model/chain.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { ChainAnchor } from '../anchor/model.ts';
import type { Digests } from '../digests.ts';
import { listProfiles } from '../profiles/shipped.ts';
import type { Profile } from '../profiles/schema.ts';
import { workOutProfile } from '../profiles/work-out.ts';
import type { ChainRecordLine, RecordSource } from '../records/record.ts';
import { type Detection, detectProfile } from './detect.ts';
import { FormReader } from './reader.ts';
import { ChainVerifier } from './verifier.ts';

/** Records on which detection works. */
export const SAMPLE = 256;
const YIELD_EVERY = 16_384;

export interface VerifyOptions {
  /** A profile, or `auto`: the shipped ones (or `profiles`) are tried on the first 256 records. */
  profile: Profile | 'auto';
  /** Candidates for `auto`; the shipped profiles when absent. */
  profiles?: readonly Profile[];
  digests: Digests;
  /** Secret of keyed (HMAC) profiles. */
  key?: Uint8Array;
  /** Those that name no chain or one that is in the log; in a log that names none inside, all of them. */
  anchors?: readonly ChainAnchor[];
  /** Anchors that count for the chain that they name only, as they may be of other logs; `chainName` is such a name. */
  namedAnchors?: readonly ChainAnchor[];
  /** Let time_backwards break the chain; otherwise it is listed and does not count against the verdict. */
  timeBackwardsIsBreak?: boolean;
  /** Name for the chain of records that name none; `main` when absent. */
  chainName?: string;
  /** Aborting ends the verification with CANCELLED. */
  signal?: AbortSignal;
  /** Called once with what detection found, when the profile is `auto` and the log has records. */
  onDetect?: (detection: Detection) => void;
  /** Called now and then with the records done so far. */
  onProgress?: (records: number) => void;
}

/** The linking half of a verification. */
export function verifierOf(options: VerifyOptions): ChainVerifier {
  return new ChainVerifier({
    anchors: options.anchors ?? [],
    namedAnchors: options.namedAnchors ?? [],
    timeBackwardsIsBreak: options.timeBackwardsIsBreak ?? false,
    chainName: options.chainName ?? 'main',
  });
}

/**
 * The reader for a log that begins with these records: of a known profile, else of one that can be worked out from them.
 * Throws PROFILE_UNKNOWN when nothing explains them.
 */
export function chooseReader(sample: readonly ChainRecordLine[], options: VerifyOptions): FormReader {
  const key = options.key ?? null;
  if (options.profile !== 'auto') return new FormReader([options.profile], options.digests, key);
  const profiles = options.profiles ?? listProfiles();
  const detection = detectProfile(sample, profiles, options.digests, key);
  options.onDetect?.(detection);
  const { profile, equals } = detection;
  if (profile !== null) return new FormReader([profile, ...equals], options.digests, key);
  const worked = workOutProfile(sample, options.digests, key);
  if (worked !== null) return new FormReader([worked], options.digests, key);
  const reader = new FormReader(profiles.slice(0, 1), options.digests, key);
  if (!sample.some(beginsObject)) throw noLog(sample.length);
  // Nothing but damaged records: that is a finding about the log, not a question of profile.
  if (sample.every((record) => reader.read(record).fault !== null && !isObject(record))) return reader;
  throw new TickmarkError(
    'PROFILE_UNKNOWN',
    'No known hash-chain profile explains any of the first records',
    {
      hint: 'Name a profile, or describe the log in a profile file of its own. A log under a key needs the key.',
      details: { tried: profiles.map(({ name }) => name), records: sample.length },
    },
  );
}

/** A file handed over by mistake is no log with breaks. */
function noLog(records: number): TickmarkError {
  return new TickmarkError(
    'PROFILE_UNKNOWN',
    'This is no log in JSON lines: none of the first records is an object',
    {
      hint: 'Name the log itself. If this is it, it was encoded or overwritten on the way: ask for its bytes as they were written, in UTF-8. With a profile named, every record is reported.',
      details: { records },
    },
  );
}

function beginsObject({ bytes }: ChainRecordLine): boolean {
  return bytes.find((byte) => byte > 32) === 123;
}

/** A damaged record is one that does not even look like a JSON object. */
function isObject(record: ChainRecordLine): boolean {
  return record.fault === undefined && beginsObject(record) && record.bytes[record.bytes.length - 1] === 125;
}

async function* batches(source: RecordSource): AsyncGenerator<readonly ChainRecordLine[]> {
  if (Symbol.asyncIterator in source) {
    for await (const item of source) yield 'bytes' in item ? [item] : item;
    return;
  }
  let batch: ChainRecordLine[] = [];
  for (const item of source) {
    if ('bytes' in item) batch.push(item);
    else batch.push(...item);
    if (batch.length < YIELD_EVERY) continue;
    yield batch;
    batch = [];
    // Lets timers and a cancellation in between.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (batch.length > 0) yield batch;
}

/**
 * Verifies every chain of a log in one pass. Bad evidence is reported, never thrown; thrown are PROFILE_UNKNOWN (no
 * profile fits), BAD_ARGUMENT (a key is needed) and CANCELLED. Memory grows by 28 to 44 bytes a record.
 * A log without records gives no report.
 */
export async function verifyChain(source: RecordSource, options: VerifyOptions): Promise<ChainReport[]> {
  const { signal, onProgress } = options;
  const verifier = verifierOf(options);
  let reader: FormReader | null = options.profile === 'auto' ? null : chooseReader([], options);
  let sample: ChainRecordLine[] = [];
  let done = 0;
  const feed = (records: readonly ChainRecordLine[], active: FormReader) => {
    for (const record of records) verifier.push(active.read(record));
    done += records.length;
    onProgress?.(done);
  };
  for await (const batch of batches(source)) {
    if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The verification was cancelled');
    if (reader !== null) {
      feed(batch, reader);
      continue;
    }
    // The source may reuse the memory of a batch once the next one is asked for.
    sample = sample.concat(batch.map((record) => ({ ...record, bytes: record.bytes.slice() })));
    if (sample.length < SAMPLE) continue;
    reader = chooseReader(sample.slice(0, SAMPLE), options);
    feed(sample, reader);
  }
  if (reader === null && sample.length > 0) {
    reader = chooseReader(sample, options);
    feed(sample, reader);
  }
  return reader === null ? [] : verifier.finish(reader.profile(), reader.warnings());
}
