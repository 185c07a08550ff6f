/** Questions about any table of the engagement, answered by the database without a copy of its rows. */
export { type BenfordTest, testBenford } from './benford-test.ts';
export { type Duplicates, findDuplicates } from './duplicates.ts';
export { findGaps, type Gaps } from './gaps.ts';
export { type ColumnProfile, profileTable, type TableProfile } from './profile.ts';
export { searchEverything, type SearchGroup } from './search.ts';
export { comparedText, findSimilar, type SimilarPairs } from './similar.ts';
