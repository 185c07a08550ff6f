/** Everything that the rest of the engine needs from integrity. Pure: hash and signature functions are passed in. */
export { parseAnchor } from './anchor/anchor.ts';
export type { AnchorOptions, ChainAnchor, VerifyEd25519 } from './anchor/model.ts';
export { noteKeyId } from './anchor/signed-note.ts';
export { type Detection, detectProfile, type ProfileFit } from './chain/detect.ts';
export { type RecordFacts, RecordReader } from './chain/facts.ts';
export type { ChunkFacts } from './chain/chunk-facts.ts';
export { type Hashing, hashHere, type HashTask, type StartHashing } from './chain/hashing.ts';
export { type ReadRecord, readRecord } from './chain/preimage-of.ts';
export { ChainVerifier, type VerifierOptions } from './chain/verifier.ts';
export { verifyChain, type VerifyOptions } from './chain/verify.ts';
export { verifyLog, type VerifyLogOptions } from './chain/verify-log.ts';
export { verifyLogs, type VerifyLogsOptions } from './chain/verify-logs.ts';
export type { LogFile } from './chain/joined-log.ts';
export type { Digests, HashAlgorithm } from './digests.ts';
export {
  JOURNAL_GENESIS,
  JOURNAL_PROFILE,
  type JournalAction,
  type JournalEntry,
  journalEntry,
  verifyJournal,
} from './journal/journal.ts';
export {
  canonicalBytes,
  type CanonicalForm,
  JCS,
  JsonDocument,
  type JsonFault,
  pythonForm,
} from './json/index.ts';
export { parseProfile } from './profiles/parse.ts';
export { digestCharacters, isWeakDigest } from './profiles/digest-size.ts';
export type { Profile } from './profiles/schema.ts';
export { findProfile, listProfiles } from './profiles/shipped.ts';
export type { ChainRecordLine, RecordSource } from './records/record.ts';
export { splitBatches, splitLines } from './records/split.ts';
export { scannerModule } from './scanner/module.ts';
