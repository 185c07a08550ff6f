// SHA-256 (FIPS 180-4) of one block after another.

const K = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
  0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
  0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
  0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
  0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
  0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

const FIRST = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** Message schedule, and the eight working variables of the rounds. */
const W = memory.data(256);

export const STATE = memory.data(32);

export function reset(): void {
  memory.copy(STATE, FIRST, 32);
}

// @ts-ignore: decorator
@inline
function big1(x: u32): u32 {
  return rotr<u32>(x, 6) ^ rotr<u32>(x, 11) ^ rotr<u32>(x, 25);
}

// @ts-ignore: decorator
@inline
function big0(x: u32): u32 {
  return rotr<u32>(x, 2) ^ rotr<u32>(x, 13) ^ rotr<u32>(x, 22);
}

// @ts-ignore: decorator
@inline
function small1(x: u32): u32 {
  return rotr<u32>(x, 17) ^ rotr<u32>(x, 19) ^ (x >> 10);
}

// @ts-ignore: decorator
@inline
function small0(x: u32): u32 {
  return rotr<u32>(x, 7) ^ rotr<u32>(x, 18) ^ (x >> 3);
}

// @ts-ignore: decorator
@inline
function choose(x: u32, y: u32, z: u32): u32 {
  return z ^ (x & (y ^ z));
}

// @ts-ignore: decorator
@inline
function majority(x: u32, y: u32, z: u32): u32 {
  return (x & y) | (z & (x | y));
}

/** What a round adds, without the part of the variable h. */
// @ts-ignore: decorator
@inline
function mixed(e: u32, f: u32, g: u32, at: usize): u32 {
  return big1(e) + choose(e, f, g) + load<u32>(K + at) + load<u32>(W + at);
}

/** Takes the 64 bytes at `block` into the state. */
export function compress(block: usize): void {
  for (let at: usize = 0; at < 64; at += 4) store<u32>(W + at, bswap<u32>(load<u32>(block + at)));
  for (let at: usize = 64; at < 256; at += 4) {
    const w = W + at;
    store<u32>(w, small1(load<u32>(w - 8)) + load<u32>(w - 28) + small0(load<u32>(w - 60)) + load<u32>(w - 64));
  }
  let a = load<u32>(STATE);
  let b = load<u32>(STATE, 4);
  let c = load<u32>(STATE, 8);
  let d = load<u32>(STATE, 12);
  let e = load<u32>(STATE, 16);
  let f = load<u32>(STATE, 20);
  let g = load<u32>(STATE, 24);
  let h = load<u32>(STATE, 28);
  // Eight rounds at once: after them each variable stands where it began.
  for (let at: usize = 0; at < 256; at += 32) {
    h += mixed(e, f, g, at);
    d += h;
    h += big0(a) + majority(a, b, c);
    g += mixed(d, e, f, at + 4);
    c += g;
    g += big0(h) + majority(h, a, b);
    f += mixed(c, d, e, at + 8);
    b += f;
    f += big0(g) + majority(g, h, a);
    e += mixed(b, c, d, at + 12);
    a += e;
    e += big0(f) + majority(f, g, h);
    d += mixed(a, b, c, at + 16);
    h += d;
    d += big0(e) + majority(e, f, g);
    c += mixed(h, a, b, at + 20);
    g += c;
    c += big0(d) + majority(d, e, f);
    b += mixed(g, h, a, at + 24);
    f += b;
    b += big0(c) + majority(c, d, e);
    a += mixed(f, g, h, at + 28);
    e += a;
    a += big0(b) + majority(b, c, d);
  }
  store<u32>(STATE, load<u32>(STATE) + a);
  store<u32>(STATE, load<u32>(STATE, 4) + b, 4);
  store<u32>(STATE, load<u32>(STATE, 8) + c, 8);
  store<u32>(STATE, load<u32>(STATE, 12) + d, 12);
  store<u32>(STATE, load<u32>(STATE, 16) + e, 16);
  store<u32>(STATE, load<u32>(STATE, 20) + f, 20);
  store<u32>(STATE, load<u32>(STATE, 24) + g, 24);
  store<u32>(STATE, load<u32>(STATE, 28) + h, 28);
}

const BLOCK = memory.data(128);

/**
 * Ends a message of `total` bytes whose last `length` (63 at most) stand at `rest`, and writes the digest to `target`.
 */
export function finish(rest: usize, length: usize, total: u64, target: usize): void {
  memory.copy(BLOCK, rest, length);
  store<u8>(BLOCK + length, 0x80);
  const size: usize = length < 56 ? 64 : 128;
  memory.fill(BLOCK + length + 1, 0, size - length - 1);
  store<u64>(BLOCK + size - 8, bswap<u64>(total << 3));
  compress(BLOCK);
  if (size === 128) compress(BLOCK + 64);
  for (let at: usize = 0; at < 32; at += 4) store<u32>(target + at, bswap<u32>(load<u32>(STATE + at)));
}
