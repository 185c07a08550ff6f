import { expect, test } from 'vitest';
import { readGroups, ticks } from './peer-groups.ts';

test('a group as the statement gives it', () => {
  expect(readGroups([['Finance, Clerk', 12n, '3.5', '2:4 3:2 5:6']])).toEqual([
    {
      label: 'Finance, Clerk',
      size: 12,
      median: 3.5,
      spots: [
        { held: 2, people: 4 },
        { held: 3, people: 2 },
        { held: 5, people: 6 },
      ],
    },
  ]);
});

test.each([
  [0, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [17, [0, 5, 10, 15, 20]],
  [40, [0, 10, 20, 30, 40]],
  [1234, [0, 500, 1000, 1500]],
])('the scale up to %d', (most, expected) => {
  expect(ticks(most)).toEqual(expected);
});
