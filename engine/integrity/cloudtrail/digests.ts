import type { TrailProblem } from '#shared/model/cloudtrail.ts';
import type { TrailCrypto, TrailDigest, TrailKey, TrailSignature } from './model.ts';
import { bareName, digestStem } from './names.ts';

export type DigestStatus = 'valid' | 'altered' | 'not_proven';

/** A digest with what its signature shows. */
export interface JudgedDigest {
  digest: TrailDigest;
  status: DigestStatus;
}

/** Digests of one trail, oldest first, each with its status. */
export interface JudgedTrail {
  digests: JudgedDigest[];
  problems: TrailProblem[];
  warnings: string[];
  /** Fingerprints of the keys that were used. */
  keys: Set<string>;
}

function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

interface Judging {
  keys: ReadonlyMap<string, TrailKey>;
  /** Signatures by the digest that their file is named after. */
  named: ReadonlyMap<string, string[]>;
  unnamed: string[];
  crypto: TrailCrypto;
  result: JudgedTrail;
}

function signs(judging: Judging, digest: TrailDigest, key: TrailKey, hex: string): boolean {
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) return false;
  const message = new TextEncoder().encode(digest.signed);
  return judging.crypto.verifyRsa({ der: key.der, encoding: key.encoding }, message, bytesOfHex(hex));
}

function usableKey(judging: Judging, digest: TrailDigest): TrailKey | null {
  const { problems, warnings } = judging.result;
  const key = judging.keys.get(digest.fingerprint);
  const object = digest.object;
  if (digest.algorithm !== 'SHA256withRSA') {
    problems.push({
      kind: 'key_unfit',
      object,
      detail: `it is signed with ${digest.algorithm || 'no stated algorithm'}, not SHA256withRSA`,
    });
    return null;
  }
  if (key === undefined) {
    problems.push({
      kind: 'key_missing',
      object,
      detail: `the key ${digest.fingerprint || 'without a name'} that signed it was not handed over`,
    });
    return null;
  }
  const early = key.validFrom !== null && digest.end < key.validFrom;
  const late = key.validUntil !== null && digest.start > key.validUntil;
  if (early || late) {
    const warning = `The key ${key.fingerprint} signed digests outside the time for which the list says it is valid.`;
    if (!warnings.includes(warning)) warnings.push(warning);
  }
  return key;
}

/** Signatures that files beside the digests carry for this one: those named after it, and those named after none. */
function sidecars(judging: Judging, digest: TrailDigest): { named: string[]; others: string[] } {
  return {
    named: judging.named.get(digestStem(digest.object) ?? '') ?? [],
    others: judging.unnamed,
  };
}

/** `next`: the digest that names this one as the one before it, with its own status. */
function judge(
  judging: Judging,
  digest: TrailDigest,
  next: JudgedDigest | undefined,
  hasRival: boolean,
): DigestStatus {
  const { problems } = judging.result;
  const object = digest.object;
  const { named, others } = sidecars(judging, digest);
  const kept = next?.digest.previousSignature ?? null;
  const differs = next !== undefined && next.digest.previousHash !== digest.sha256;
  // Its successor is proven and has another hash for it: nothing more is needed.
  if (differs && next.status === 'valid') {
    const detail = hasRival
      ? 'another file of the same name is the one that its successor vouches for'
      : `its successor ${bareName(next.digest.object)} has another hash for it`;
    problems.push({ kind: 'digest_altered', object, detail });
    return 'altered';
  }
  const candidates = [...(kept === null ? [] : [kept]), ...named];
  if (candidates.length === 0 && others.length === 0) {
    problems.push({
      kind: 'signature_missing',
      object,
      detail:
        'S3 keeps its signature in the metadata of the object (x-amz-meta-signature), and no later digest repeats it',
    });
    return 'not_proven';
  }
  const key = usableKey(judging, digest);
  if (key === null) return 'not_proven';
  const holds = [...candidates, ...(kept === null ? others : [])].some((hex) =>
    signs(judging, digest, key, hex),
  );
  if (holds) {
    judging.result.keys.add(key.fingerprint);
    if (kept !== null && !signs(judging, digest, key, kept)) {
      problems.push({
        kind: 'signature_contradicts',
        object: next!.digest.object,
        detail: `it repeats another signature of ${bareName(object)} than the one that holds`,
      });
    }
    return 'valid';
  }
  if (candidates.length === 0) {
    problems.push({
      kind: 'signature_missing',
      object,
      detail: 'none of the signatures handed over is one of this digest',
    });
    return 'not_proven';
  }
  if (kept !== null && next?.status === 'altered' && named.length === 0) {
    problems.push({
      kind: 'signature_missing',
      object,
      detail: `its signature is repeated in ${bareName(next.digest.object)} only, which was altered`,
    });
    return 'not_proven';
  }
  const doubt =
    next !== undefined && next.status === 'not_proven' && named.length === 0
      ? ', or the digest after it was'
      : '';
  problems.push({
    kind: 'digest_altered',
    object,
    detail: `its signature does not hold: the digest was altered${doubt}`,
  });
  return 'altered';
}

function placeWarning(digest: TrailDigest): TrailProblem | null {
  if (bareName(digest.file) === bareName(digest.object)) return null;
  return { kind: 'digest_moved', object: digest.object, detail: `it was handed over as ${digest.file}` };
}

/** Judges all digests of one trail, newest first, because the signature of each is kept in its successor. */
export function judgeDigests(
  digests: readonly TrailDigest[],
  keys: ReadonlyMap<string, TrailKey>,
  signatures: readonly TrailSignature[],
  crypto: TrailCrypto,
): JudgedTrail {
  const result: JudgedTrail = { digests: [], problems: [], warnings: [], keys: new Set() };
  const named = new Map<string, string[]>();
  const unnamed: string[] = [];
  for (const { file, hex } of signatures) {
    const stem = digestStem(file);
    if (stem === null) unnamed.push(hex);
    else named.set(stem, [...(named.get(stem) ?? []), hex]);
  }
  const judging: Judging = { keys, named, unnamed, crypto, result };
  const copies = new Map<string, number>();
  for (const { object } of digests) copies.set(object, (copies.get(object) ?? 0) + 1);
  const inOrder = [...digests].sort(
    (a, b) => b.end - a.end || (a.object < b.object ? 1 : -1) || (a.sha256 < b.sha256 ? -1 : 1),
  );
  const successors = new Map<string, JudgedDigest>();
  for (const digest of inOrder) {
    const moved = placeWarning(digest);
    if (moved !== null) result.problems.push(moved);
    const next = successors.get(digest.object);
    const judged: JudgedDigest = {
      digest,
      status: judge(judging, digest, next, copies.get(digest.object)! > 1),
    };
    result.digests.unshift(judged);
    const before = digest.previousObject;
    // Of two that name the same predecessor, a proven one speaks.
    if (
      before !== null &&
      (!successors.has(before) || (judged.status === 'valid' && successors.get(before)!.status !== 'valid'))
    )
      successors.set(before, judged);
  }
  return result;
}
