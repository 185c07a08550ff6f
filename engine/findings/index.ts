export { concludeFindings, noteFindings, respondToFindings } from './conclude.ts';
export { findingDetail } from './detail.ts';
export { disposeFindings, undoDispositions } from './dispose.ts';
export { allEntries, entriesOf, workOf } from './entries.ts';
export {
  countFindings,
  type Finding,
  FINDINGS_SQL,
  FIRST_FINDINGS_SQL,
  listFindings,
  SINCE_PERIOD,
} from './list.ts';
