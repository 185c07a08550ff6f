export { sourceChains } from './chains.ts';
export { findProcedure, listProcedures, type Procedure } from './registry.ts';
export { runProcedures, type RunOptions } from './run-procedures.ts';
export type { ProcedureRun, RunResult } from './types.ts';
export { type MissingInput } from './inputs.ts';
export { findingId } from './finding-id.ts';
export { findingTexts, type FilledTexts } from './texts.ts';
export { importedAnchors } from './kit/index.ts';
