export { listAttachments, nameAttachments, requireAttachments } from './attachments.ts';
export {
  concludeControl,
  controlMatrix,
  keepControl,
  type KeptControl,
  keptControls,
  saveControls,
  testDesign,
  testOperation,
} from './controls.ts';
export { drawAgain, drawSample } from './draw.ts';
export { evaluateSample } from './evaluate.ts';
export type { Author } from './identity.ts';
export {
  allMethodologies,
  keepMethodology,
  ownMethodologies,
  removeMethodology,
  saveMethodology,
  shippedMethodologies,
} from './methodologies.ts';
export { parseControlCsv, parseControls, sheetRows } from './read-control-matrix.ts';
export { sampleSize } from './sample-size.ts';
export { allSamples, recordResults, requireSample, summaryOf } from './samples.ts';
