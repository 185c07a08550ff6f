// Places in linear memory. The host writes names and input, and reads rows and output; scanner.ts has the same numbers.

/** Field names of the profile: stride 80 bytes: length, field, rank, unused, then at most 64 bytes of the name. */
export const NAMES: usize = 0x10000;
export const NAME_STRIDE: usize = 80;
/** Key sequences of objects that were seen before. */
export const SHAPES: usize = 0x14000;
/** Members of the objects and elements of the arrays of one record. */
export const BLOCKS: usize = 0x40000;
/** Last regular record of each chain of the chunk. */
export const SLOTS: usize = 0x5a000;
/** Offsets of the record that was scanned last. */
export const RECORD: usize = 0x5c000;
/** Room for the end of a digest that is cut. */
export const TAIL: usize = 0x5d000;
/** Regular records of the chunk. */
export const ROWS: usize = 0x60000;
export const INPUT: usize = 0x200000;
export const OUTPUT: usize = 0x320000;

/** Longest record that is taken; canonical bytes are at most twice as many. */
export const MAX_RECORD: usize = 0x40000;
export const MAX_MEMBERS: i32 = 48;
export const MAX_KEY: i32 = 48;
export const MAX_BLOCKS: i32 = 64;
export const MAX_SHAPES: i32 = 64;
export const MAX_SLOTS: i32 = 16;
export const MAX_ROWS: i32 = 16384;
export const MAX_DEPTH: i32 = 16;

export const HASH: i32 = 0;
export const PREVIOUS: i32 = 1;
export const ID: i32 = 2;
export const TIME: i32 = 3;
export const SEQUENCE: i32 = 4;
export const CHAIN: i32 = 5;
export const FIELDS: i32 = 6;
