export { importFiles, AS_TEXT, type ImportOptions } from './import-files.ts';
export { allMappings, currentMappings, ownReaders } from './hand/mappings.ts';
export { listReaders } from './registry.ts';
export { rereadSource, type RereadOptions } from './reread.ts';
export { resolveIdentities } from './resolve.ts';
export { listRejects, listSources, requireSource, type StoredReject } from './sources.ts';
