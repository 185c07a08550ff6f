export { findingDetail } from './detail.ts';
export { disposeFindings } from './dispose.ts';
export { type Finding, FINDINGS_SQL, listFindings } from './list.ts';
