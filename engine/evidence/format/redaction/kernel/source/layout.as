// Places in the memory that TypeScript writes to and reads from; ../kernel.ts has the same numbers.

/** 32 bytes each: seed of the salts, digest of the file, hash of the row. */
export const SEED: usize = 0x10000;
export const FILE: usize = 0x10020;
export const ROW: usize = 0x10040;

/** Ends of the cells in INPUT, as 32-bit words. */
export const ENDS: usize = 0x20000;
export const SALTS: usize = 0x60000;
export const HASHES: usize = 0x260000;
export const INPUT: usize = 0x460000;
