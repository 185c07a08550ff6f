export { importFiles, type ImportOptions } from './import-files.ts';
export * from './hand/index.ts';
export * from './sheet/index.ts';
export { importAgain, type RecordedFile } from './import-again.ts';
export { listReaders } from './registry.ts';
export { rereadSource, type RereadOptions } from './reread.ts';
export { resolveIdentities } from './resolve.ts';
export { listRejects, listSources, requireSource, type StoredReject } from './sources.ts';
export { identityCandidates } from './identities/candidates.ts';
export {
  decideIdentity,
  type IdentityDecision,
  keepDecisions,
  listDecisions,
} from './identities/decisions.ts';
