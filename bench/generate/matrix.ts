import { type Matrix, Xoshiro128 } from '#engine/analysis/index.ts';

/** Rows of ten features: sums of uniform numbers (near normal), and one row in a hundred far off in three of them. */
export function benchMatrix(rows: number, columns = 10): Matrix {
  const random = new Xoshiro128(7);
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < values.length; i += 1) {
    let sum = 0;
    for (let k = 0; k < 4; k += 1) sum += random.float();
    values[i] = sum;
  }
  for (let row = 50; row < rows; row += 100) for (let k = 0; k < 3; k += 1) values[row * columns + k]! += 4;
  return { rows, columns, values };
}
