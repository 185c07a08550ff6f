export { logCountries } from './countries.ts';
export { sodMatrix } from './sod-matrix.ts';
export { type Why, whyAccess } from './why.ts';
