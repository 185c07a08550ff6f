export { nodeDigests } from './digests.ts';
export { createEngagement, openEngagement, type EngagementDeps, type NewEngagement } from './engagement.ts';
export { type MomentChoice, type Moments, resolveMoments } from './moments.ts';
export { nodeTrailCrypto } from './trail-crypto.ts';
export { sourceBytes, sourcePath } from './source-file.ts';
export type { Changed, Engagement, EngagementSettings, ProgressUpdate, WorkOptions } from './types.ts';
