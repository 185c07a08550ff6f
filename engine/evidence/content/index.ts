export {
  findingEntries,
  findingsCsv,
  findingsSheet,
  type PackagedFinding,
  packagedFindings,
} from './findings.ts';
export { jsonEntry, textEntry } from './json.ts';
export { assessmentResults } from './oscal/assessment-results.ts';
export { populationEntries } from './populations.ts';
export { canonicalDigest, procedureEntries, type PackagedRun, packagedRuns } from './procedures.ts';
export { crateEntry } from './ro-crate.ts';
export { evidenceSheets } from './sheets.ts';
export { type PackagedSource, packagedSources, sourceEntries } from './sources.ts';
export { type PackagedWork, packagedWork, workEntries } from './work.ts';
export {
  type PackagedWorkpapers,
  packagedWorkpapers,
  workpaperEntries,
  workpaperSheets,
} from './workpapers.ts';
