/** True when `length` bytes are the same. Reads at most 15 bytes more of both. */
// @ts-ignore: decorator
@inline
export function sameBytes(a: usize, b: usize, length: i32): bool {
  for (let i = 0; i < length; i += 16) {
    const left = length - i;
    const differ = i8x16.bitmask(i8x16.ne(v128.load(a + i), v128.load(b + i)));
    if ((left < 16 ? differ & ((1 << left) - 1) : differ) != 0) return false;
  }
  return true;
}

/** Writes 16 lowercase hex digits as two 32-bit words, the first digit highest. */
// @ts-ignore: decorator
@inline
export function storeHex(target: usize, digits: usize): void {
  const text = v128.load(digits);
  const letters = i8x16.gt_s(text, i8x16.splat(57));
  const nibbles = i8x16.sub(i8x16.sub(text, i8x16.splat(48)), v128.and(letters, i8x16.splat(39)));
  // Each pair, first digit in the low byte, becomes one byte.
  const pairs = v128.or(i16x8.shl(nibbles, 4), i16x8.shr_u(nibbles, 8));
  const octets = v128.and(pairs, i16x8.splat(0xff));
  const packed = i8x16.narrow_i16x8_u(octets, octets);
  const turned = i8x16.shuffle(packed, packed, 3, 2, 1, 0, 7, 6, 5, 4, 3, 2, 1, 0, 7, 6, 5, 4);
  v128.store64_lane(target, turned, 0);
}
