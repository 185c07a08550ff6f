import { describe, expect, it } from 'vitest';
import { moveFocus } from './keys.ts';

const extent = { lines: 100, columns: 4, page: 20 };
const press = (key: string, line: number, column: number, ctrlKey = false) =>
  moveFocus({ key, ctrlKey, metaKey: false }, { line, column }, extent);

describe('moving in a grid', () => {
  it('moves by cell, page and end, and stops at the edges', () => {
    expect(press('ArrowDown', 0, 0)).toEqual({ line: 1, column: 0 });
    expect(press('ArrowUp', 0, 2)).toEqual({ line: 0, column: 2 });
    expect(press('ArrowRight', 5, 3)).toEqual({ line: 5, column: 3 });
    expect(press('PageDown', 90, 1)).toEqual({ line: 99, column: 1 });
    expect(press('PageUp', 30, 1)).toEqual({ line: 10, column: 1 });
    expect(press('Home', 30, 3)).toEqual({ line: 30, column: 0 });
    expect(press('End', 30, 0, true)).toEqual({ line: 99, column: 3 });
    expect(press('Home', 30, 3, true)).toEqual({ line: 0, column: 0 });
  });

  it('leaves other keys alone', () => {
    expect(press('a', 0, 0)).toBe(null);
    expect(press('Tab', 0, 0)).toBe(null);
  });
});
