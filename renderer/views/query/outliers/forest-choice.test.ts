import { expect, test } from 'vitest';
import { readForest, USUAL } from './forest-choice.ts';

test('the usual forest, and numbers with their thousands set apart', () => {
  expect(readForest(USUAL)).toEqual({ seed: 1, trees: 100, sample: 256 });
  expect(readForest({ seed: '4,294,967,295', trees: ' 10,000 ', sample: '2' })).toEqual({
    seed: 4_294_967_295,
    trees: 10_000,
    sample: 2,
  });
});

test.each([
  [{ seed: '4294967296' }, 'seed'],
  [{ seed: '-1' }, 'seed'],
  [{ trees: '0' }, 'trees'],
  [{ trees: '1.5' }, 'trees'],
  [{ sample: '1' }, 'sample'],
  [{ sample: '' }, 'sample'],
])('%o names the field that does not fit', (part, field) => {
  expect(readForest({ ...USUAL, ...part })).toBe(field);
});
