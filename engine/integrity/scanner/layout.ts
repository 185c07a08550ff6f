/** Places in the scanner's memory; source/layout.as has the same numbers. */
export const NAMES = 0x10000;
export const NAME_STRIDE = 80;
export const LONGEST_NAME = 48;
export const MOST_NAMES = 64;
export const RECORD = 0x5c000;
export const ROWS = 0x60000;
export const INPUT = 0x200000;
export const OUTPUT = 0x320000;

/** Longest chunk that is taken. */
export const CAPACITY = 0x100000;

/** 32-bit words of a row, and their places; the number is a double in words 8 and 9. */
export const ROW_WORDS = 20;
export const ROW = {
  number: 8,
  idLow: 10,
  idHigh: 11,
  idStart: 12,
  idEnd: 13,
  line: 14,
  slot: 15,
  timeStart: 16,
  timeEnd: 17,
  chainStart: 18,
  chainEnd: 19,
} as const;
