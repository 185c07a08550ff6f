import { expect, test } from 'vitest';
import { fitting } from './labels.ts';

const label = (key: string, x: number, y: number) => ({ key, x, y, text: 'DE 12,345' });

test('a label over an earlier one is left out, one beside or below it stays', () => {
  const kept = fitting(
    [label('a', 500, 100), label('b', 520, 105), label('c', 580, 100), label('d', 505, 120)],
    960,
  );
  expect(kept.map(({ key }) => key)).toEqual(['a', 'c', 'd']);
});

test('no label leaves the picture', () => {
  const [left, right] = fitting([label('a', 0, 10), label('b', 960, 10)], 960);
  // Nine letters of 6.4 pixels: half of it is 28.8.
  expect([left!.x, right!.x]).toEqual([28.8, 931.2]);
});
