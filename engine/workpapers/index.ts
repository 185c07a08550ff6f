export { listAttachments, nameAttachments, requireAttachments } from './attachments.ts';
export { drawSample } from './draw.ts';
export { evaluateSample } from './evaluate.ts';
export type { Author } from './identity.ts';
export { sampleSize } from './sample-size.ts';
export { allSamples, recordResults, requireSample, summaryOf } from './samples.ts';
