export type {
  Cell,
  CellRow,
  ChainInput,
  FindingTexts,
  OptionalNeed,
  ParamSpec,
  ParamValue,
  ProcedureContext,
  ProcedureMeta,
  ProcedureResult,
  ProcedureRow,
  ReasonSpec,
  Scalar,
  SourceRow,
  TypedProcedure,
} from './types.ts';
export { importedAnchors } from './anchors.ts';
export { ownProfiles } from './profiles.ts';
export { BUNDLED_PLACES, type Place, type Places } from './places.ts';
