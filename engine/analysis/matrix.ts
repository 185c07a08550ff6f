/** Numbers of a table, row after row. Immutable by convention. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** `values[row * columns + column]`; no NaN, no infinity. */
  readonly values: Float64Array;
}
