import { describe, expect, it } from 'vitest';
import { fitText } from './fit-text.ts';

/** As if an m were three wide, an ellipsis two, and every other letter one. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter === 'm' ? 3 : letter === '…' ? 2 : 1), 0);

describe('a label', () => {
  it('is whole where it fits', () => expect(fitText('linen', 5, widthOf)).toBe('linen'));

  it('is cut where it does not, by how wide its letters are', () => {
    expect(fitText('lilililili', 8, widthOf)).toBe('lilili…');
    expect(fitText('mmmmmmmmmm', 8, widthOf)).toBe('mm…');
  });

  it('never ends within a letter', () => {
    // A base letter with its accent is one letter to a reader.
    expect(fitText('e\u0301e\u0301e\u0301e\u0301e\u0301', 6, widthOf)).toBe('e\u0301e\u0301…');
  });

  it('is nothing but an ellipsis where nothing fits', () => expect(fitText('mmm', 2, widthOf)).toBe('…'));
});
