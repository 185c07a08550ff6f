export { sodMatrix } from './sod-matrix.ts';
export { type Why, whyAccess } from './why.ts';
