import type { Digests } from '../digests.ts';
import type { Profile } from '../profiles/schema.ts';
import type { ChainRecordLine } from '../records/record.ts';
import { type RecordFacts, RecordReader } from './facts.ts';

/** One record as the verification sees it. */
export interface ReadRecord {
  facts: RecordFacts;
  /** The bytes whose digest is the hash of the record; null where the record cannot be read under the profile. */
  preimage: Uint8Array | null;
}

/** Reads one record under a profile. `key`: secret of a keyed one; without it its own hash cannot be computed. */
export function readRecord(
  record: ChainRecordLine,
  profile: Profile,
  digests: Digests,
  key: Uint8Array | null = null,
): ReadRecord {
  const reader = new RecordReader(profile, digests, key);
  const facts = reader.read(record);
  return { facts, preimage: facts.fault === null ? reader.preimage(record) : null };
}
