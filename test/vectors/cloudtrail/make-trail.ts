import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

// A CloudTrail trail as S3 holds it, signed with keys of our own: digests, log files, key list, metadata. Built from the
// description in the AWS CloudTrail user guide, with nothing of the verifier.

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-2';
export const BUCKET = 'trail-bucket';
const HOUR = 3_600_000;
const START = Date.UTC(2024, 10, 1, 0, 0, 0);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'der' });
export const spki = publicKey.export({ type: 'spki', format: 'der' });
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

export interface MadeDigest {
  object: string;
  text: string;
  signature: string;
  start: number;
  end: number;
  logs: { object: string; bytes: Buffer }[];
}

export interface TrailPlan {
  /** Number of hourly digests. */
  hours: number;
  /** Hours whose digest names no log file. */
  empty?: readonly number[];
  /** Hours at which the chain begins anew. */
  restarts?: readonly number[];
  /** Hours without a digest although the chain goes on over them. */
  skip?: readonly number[];
  backfill?: boolean;
  key?: { privateKey: KeyObject; der: Buffer };
  trail?: string;
}

const two = (value: number) => String(value).padStart(2, '0');

export function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function stamps(time: number) {
  const at = new Date(time);
  const day = `${at.getUTCFullYear()}/${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}`;
  const clock = `${two(at.getUTCHours())}${two(at.getUTCMinutes())}`;
  return { day, minute: `${day.replaceAll('/', '')}T${clock}Z`, second: `${day.replaceAll('/', '')}T${clock}${two(at.getUTCSeconds())}Z` };
}

export function digestObject(end: number, plan: TrailPlan): string {
  const { day, second } = stamps(end);
  const name = `${ACCOUNT}_CloudTrail-Digest_${REGION}_${plan.trail ?? 'main-trail'}_${REGION}_${second}${plan.backfill ? '_backfill' : ''}.json.gz`;
  return `AWSLogs/${ACCOUNT}/CloudTrail-Digest/${REGION}/${day}/${name}`;
}

function logFile(time: number, tag: string): { object: string; bytes: Buffer } {
  const { day, minute } = stamps(time);
  const object = `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/${day}/${ACCOUNT}_CloudTrail_${REGION}_${minute}_${tag}.json.gz`;
  return { object, bytes: Buffer.from(JSON.stringify({ Records: [{ eventTime: iso(time), eventName: 'GetObject', eventID: tag }] })) };
}

/** Hour `n` runs from 00:01:31 + n hours, as real digests do not start on the hour. */
export function hourOf(n: number): { start: number; end: number } {
  const start = START + 91_000 + n * HOUR;
  return { start, end: start + HOUR };
}

export function makeTrail(plan: TrailPlan): MadeDigest[] {
  const key = plan.key ?? { privateKey, der: pkcs1 };
  const made: MadeDigest[] = [];
  for (let n = 0; n < plan.hours; n++) {
    if (plan.skip?.includes(n)) continue;
    const { start, end } = hourOf(n);
    const previous = plan.restarts?.includes(n) ? undefined : made.at(-1);
    const logs = plan.empty?.includes(n)
      ? []
      : [logFile(start + 10 * 60_000, `a${n}${plan.backfill ? 'B' : ''}xxxxxxxxxxxxx`), logFile(start + 40 * 60_000, `b${n}${plan.backfill ? 'B' : ''}xxxxxxxxxxxxx`)];
    const object = digestObject(end, plan);
    const text = JSON.stringify({
      awsAccountId: ACCOUNT,
      digestStartTime: iso(start),
      digestEndTime: iso(end),
      digestS3Bucket: BUCKET,
      digestS3Object: object,
      digestPublicKeyFingerprint: md5(key.der),
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: iso(end - 60_000),
      oldestEventTime: iso(start),
      previousDigestS3Bucket: previous ? BUCKET : null,
      previousDigestS3Object: previous?.object ?? null,
      previousDigestHashValue: previous ? sha256(Buffer.from(previous.text)) : null,
      previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: logs.map((log) => ({
        s3Bucket: BUCKET,
        s3Object: log.object,
        hashValue: sha256(log.bytes),
        hashAlgorithm: 'SHA-256',
        newestEventTime: iso(end - 60_000),
        oldestEventTime: iso(start),
      })),
    });
    const signed = `${iso(end)}\n${BUCKET}/${object}\n${sha256(Buffer.from(text))}\n${previous?.signature ?? 'null'}`;
    made.push({ object, text, signature: sign('sha256', Buffer.from(signed), key.privateKey).toString('hex'), start, end, logs });
  }
  return made;
}

/** Output of list-public-keys: the API's spelling with times as text, or the command line's with numbers. */
export function keyList(ders: readonly Buffer[], shape: 'api' | 'cli' = 'api'): string {
  const from = START / 1000 - 86_400;
  const keys = ders.map((der) => ({
    Value: der.toString('base64'),
    ValidityStartTime: shape === 'api' ? `${from}.0` : from,
    ValidityEndTime: shape === 'api' ? `${from + 60 * 86_400}.0` : from + 60 * 86_400,
    Fingerprint: md5(der),
  }));
  return JSON.stringify(shape === 'api' ? { publicKeyList: keys } : { PublicKeyList: keys });
}

/** Output of `aws s3api head-object` for a digest. */
export function headObject(digest: MadeDigest): string {
  return JSON.stringify({
    AcceptRanges: 'bytes',
    ContentType: 'application/json',
    ContentEncoding: 'gzip',
    Metadata: { signature: digest.signature, 'signature-algorithm': 'SHA256withRSA' },
  });
}

/** Writes the trail as a copy of the bucket. */
export function writeTrail(dir: string, digests: readonly MadeDigest[]): void {
  for (const digest of digests) {
    put(dir, digest.object, gzipSync(Buffer.from(digest.text)));
    for (const log of digest.logs) put(dir, log.object, gzipSync(log.bytes));
  }
}

export function put(dir: string, name: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), bytes);
}
