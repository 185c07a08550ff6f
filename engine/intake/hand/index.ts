export {
  allMappings,
  currentMappings,
  insertMapping,
  type Mapping,
  mappingDigest,
  ownReaders,
  parseMapping,
  requireMapping,
} from './mappings.ts';
export { draftOf } from './draft.ts';
export { previewSource } from './preview.ts';
export { listCoercions, listTargets, suggestMapping } from './targets.ts';
export { applyMapping, importMapping, mappingViews, saveMapping, testMapping } from './work.ts';
