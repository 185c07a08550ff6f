/** Statistics that procedures and commands use. Pure: data in, data out, every random number from a recorded seed. */
export {
  buildForest,
  type ForestOptions,
  type ForestScores,
  type IsolationForest,
  scoreForest,
} from './isolation-forest.ts';
export type { Feature } from './features.ts';
export type { Matrix } from './matrix.ts';
export { DEFAULT_FOREST, type Driver, type OutlierResult, outliers, type ScoredRow } from './outliers.ts';
export { Xoshiro128 } from './xoshiro.ts';
export { evaluateAttribute, evaluateMonetary } from './sampling/evaluate.ts';
export { METHODOLOGIES } from './sampling/methodologies.ts';
export {
  drawMonetary,
  drawRandom,
  allocate,
  drawStratified,
  type Item,
  rankOf,
  type Sha256,
  type WeightedItem,
} from './sampling/select.ts';
export { poissonFactor, upperRate, upperCount } from './sampling/limits.ts';
export { attributeSize, monetarySize } from './sampling/size.ts';
export { benford, type BenfordDigits, type BenfordResult, type Conformity } from './benford.ts';
export { impossibleJourneys, type Journey, type Sighting } from './travel.ts';
