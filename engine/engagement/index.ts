export { type Addendum, type AddendumFile, addendaText } from './addenda.ts';
export { ADDENDA_FOLDER, ATTACHMENTS_FOLDER } from './names.ts';
export { journalLines } from './journal.ts';
export { nodeDigests } from './digests.ts';
export { type EarlierEngagement, lookAtEngagement } from './earlier.ts';
export { createEngagement, openEngagement, type NewEngagement } from './engagement.ts';
export type { EngagementDeps } from './open-engagement.ts';
export { type MomentChoice, type Moments, resolveMoments } from './moments.ts';
export { nodeTrailCrypto } from './trail-crypto.ts';
export { reusedChunks } from './file-chunks.ts';
export { carriedDigest } from './recorded-work.ts';
export { sourceBytes, sourcePath } from './source-file.ts';
export type {
  Changed,
  Engagement,
  EngagementSettings,
  ProgressUpdate,
  SignOff,
  WorkOptions,
} from './types.ts';
