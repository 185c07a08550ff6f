import type { TrailFiles } from '#engine/integrity/cloudtrail/index.ts';
import { sourceBytes, sourcePath } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import { type TrailPart, trailPart } from './trail-file.ts';

type Gathered = {
  -readonly [K in keyof Required<TrailFiles>]: TrailFiles[K] extends readonly (infer T)[] | undefined
    ? T[]
    : never;
};

/** Sorts the parts of trails into the lists that the verification takes. */
export function gatherTrail(parts: Iterable<TrailPart>): TrailFiles {
  const files: Gathered = { digests: [], logs: [], keys: [], signatures: [], broken: [] };
  for (const part of parts) {
    if (part.kind === 'digest') files.digests.push(part.digest);
    else if (part.kind === 'log') files.logs.push(part.log);
    else if (part.kind === 'keys') files.keys.push(...part.keys);
    else if (part.kind === 'signature') files.signatures.push(part.signature);
    else files.broken.push({ file: part.file, reason: part.reason });
  }
  return files;
}

/** Readers whose files are part of a trail; log files are known by their names, whatever reads their events. */
const TRAIL_READERS = ['aws-cloudtrail-digest', 'aws-cloudtrail-keys', 'aws-cloudtrail-signature'];

/** The files of CloudTrail trails among the sources, from their bytes as received; null when there is no digest. */
export async function sourceTrails(session: Session, sourcesDir: string): Promise<TrailFiles | null> {
  const rows = await session.rows(
    `SELECT sha256, name, coalesce(receipt->>'file', name) AS file FROM work.sources
     WHERE superseded_by IS NULL
       AND (list_contains($readers::VARCHAR[], reader) OR regexp_matches(name, '^[0-9]{12}_CloudTrail(-Digest)?_'))
     ORDER BY position`,
    { readers: TRAIL_READERS },
  );
  const parts: TrailPart[] = [];
  for (const row of rows) {
    const sha256 = String(row['sha256']);
    const name = String(row['name']);
    const part = await trailPart(
      String(row['file']),
      sourceBytes(sourcePath(sourcesDir, sha256, name), sha256),
    );
    if (part !== null) parts.push(part);
  }
  const files = gatherTrail(parts);
  return files.digests.length === 0 && files.broken?.length === 0 ? null : files;
}
