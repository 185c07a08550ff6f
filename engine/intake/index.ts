export { importFiles, type ImportOptions } from './import-files.ts';
export { listReaders } from './registry.ts';
export { resolveIdentities } from './resolve.ts';
export { listRejects, listSources, type StoredReject } from './sources.ts';
