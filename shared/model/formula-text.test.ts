import { expect, it } from 'vitest';
import { plainText, safeText } from './formula-text.ts';

it.each(['=1+1', '+49 30', '-read', '@bob', '\tx', '＝1'])(
  '%j is led by an apostrophe, and given back',
  (text) => {
    expect(safeText(text)).toBe(`'${text}`);
    expect(plainText(safeText(text))).toBe(text);
  },
);

it.each(['', "'", "'quoted'", 'plain', "''=x"])('%j is what it is', (text) => {
  expect([safeText(text), plainText(text)]).toEqual([text, text]);
});
