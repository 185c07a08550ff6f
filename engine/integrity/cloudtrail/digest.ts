import { Fields } from './fields.ts';
import type { ListedLog, TrailCrypto, TrailDigest } from './model.ts';

const HEX_64 = /^[0-9a-f]{64}$/;
const UTC_SECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

function listed(fields: Fields): ListedLog[] | string {
  const items = fields.list('logFiles');
  if (items === null) return 'it has no list of log files';
  const logs: ListedLog[] = [];
  for (const [position, item] of items.entries()) {
    const object = item.text('s3Object');
    const hash = item.text('hashValue');
    if (!object || !hash || !HEX_64.test(hash))
      return `log file ${position + 1} of its list has no name or no hash`;
    const algorithm = item.text('hashAlgorithm');
    if (algorithm !== 'SHA-256')
      return `log file ${position + 1} of its list has the hash algorithm ${algorithm}`;
    logs.push({ object, bucket: item.text('s3Bucket') ?? '', hash });
  }
  return logs;
}

/** True when the JSON text claims to be a CloudTrail digest. */
export function isDigest(fields: Fields): boolean {
  return fields.has('digestS3Object') && fields.has('digestEndTime');
}

/**
 * Reads one uncompressed digest file. The signed text is its end time, its place, its SHA-256 and the signature before
 * it, a line each; `null` stands for the latter at the start of a chain (AWS CloudTrail user guide, "CloudTrail digest
 * file structure"). Answers the reason as a text when it cannot be read.
 */
export function parseDigest(bytes: Uint8Array, file: string, crypto: TrailCrypto): TrailDigest | string {
  const fields = Fields.parse(bytes);
  if (typeof fields === 'string') return fields;
  const object = fields.text('digestS3Object');
  const bucket = fields.text('digestS3Bucket');
  const start = fields.text('digestStartTime');
  const end = fields.text('digestEndTime');
  if (!object || !bucket) return 'it does not name its own place in S3';
  if (!start || !end || !UTC_SECONDS.test(start) || !UTC_SECONDS.test(end))
    return 'it does not state from when to when it counts';
  const logs = listed(fields);
  if (typeof logs === 'string') return logs;
  const previous = ['previousDigestS3Object', 'previousDigestHashValue', 'previousDigestSignature'].map(
    (name) => fields.text(name),
  );
  if (previous.includes(undefined) || new Set(previous.map((value) => value === null)).size > 1)
    return 'what it says of the digest before it is incomplete';
  const [previousObject, previousHash, previousSignature] = previous as (string | null)[];
  const sha256 = crypto.sha256(bytes);
  return {
    file,
    object,
    bucket,
    start: Date.parse(start),
    end: Date.parse(end),
    fingerprint: (fields.text('digestPublicKeyFingerprint') ?? '').toLowerCase(),
    algorithm: fields.text('digestSignatureAlgorithm') ?? '',
    previousObject: previousObject ?? null,
    previousBucket: fields.text('previousDigestS3Bucket') ?? null,
    previousHash: previousHash?.toLowerCase() ?? null,
    previousSignature: previousSignature ?? null,
    logs,
    sha256,
    signed: `${end}\n${bucket}/${object}\n${sha256}\n${previousSignature ?? 'null'}`,
  };
}
