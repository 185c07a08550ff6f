/** Places in the scanner's memory; source/layout.as has the same numbers. */
export const NEW_NAME = 0x75000;
export const LONGEST_NAME = 64;
export const FACTS = 0x76000;
export const INPUT = 0x80000;

/** Longest stretch of lines that is taken at once. */
export const CAPACITY = 0x200000;
