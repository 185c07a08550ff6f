// Places in linear memory; layout.ts has the same numbers.

/** Names of members: ENTRY_SIZE bytes each. Header: length, list, list inside, guess of the next, line, chain of the bucket. */
export const NAMES: usize = 0x10000;
export const NAME_SIZE: usize = 96;
export const NAME_TEXT: usize = 32;
export const MOST_NAMES: i32 = 4096;
export const LONGEST_NAME: i32 = 64;
/** Number of the first name of each bucket; 0 = none, so names count from 1. */
export const BUCKETS: usize = 0x71000;
export const BUCKET_COUNT: i32 = 4096;
/** A name that is to be learned. */
export const NEW_NAME: usize = 0x75000;
export const FACTS: usize = 0x76000;
export const INPUT: usize = 0x80000;
export const MOST_DEPTH: i32 = 48;
/** So many of the objects of a list are looked at for their names. */
export const ITEMS_NOTED: i32 = 20;
