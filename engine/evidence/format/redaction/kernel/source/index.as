// Hashes of rows and cells for redaction (docs/spec/evidence-package.md section 10.4). A cell takes five blocks of SHA-256:
// called one by one from outside, each would cost more than the hashing. Compiled by scripts/generate/scanner.ts.
import { ENDS, FILE, HASHES, INPUT, ROW, SALTS, SEED } from './layout.as';
import { compress, finish, reset, STATE } from './sha256.as';

/** States after the first block of the inner and of the outer hash of HMAC, which hold the key. */
const INNER = memory.data(32);
const OUTER = memory.data(32);

const MESSAGE = memory.data(128);

function pad(byte: u8, target: usize): void {
  memory.fill(MESSAGE, byte, 64);
  for (let at: usize = 0; at < 32; at++) store<u8>(MESSAGE + at, load<u8>(SEED + at) ^ byte);
  reset();
  compress(MESSAGE);
  memory.copy(target, STATE, 32);
}

/** Once for what stands in SEED. */
export function key(): void {
  pad(0x36, INNER);
  pad(0x5c, OUTER);
}

/** Salts of the cells 1 to `count` of a row, into SALTS. */
export function salts(row: f64, count: i32): void {
  const inside = memory.data(44);
  memory.copy(inside, FILE, 32);
  store<u64>(inside, bswap<u64>(<u64>row), 32);
  for (let i = 0; i < count; i++) {
    const salt = SALTS + (<usize>i << 5);
    store<u32>(inside, bswap<u32>(<u32>i + 1), 40);
    memory.copy(STATE, INNER, 32);
    finish(inside, 44, 108, salt);
    memory.copy(STATE, OUTER, 32);
    finish(salt, 32, 96, salt);
  }
}

/** Hash of the cell `i` with its salt, into HASHES. */
export function cell(i: i32): void {
  let from = INPUT + (i === 0 ? 0 : <usize>load<u32>(ENDS + ((<usize>i - 1) << 2)));
  const end = INPUT + <usize>load<u32>(ENDS + (<usize>i << 2));
  const total = 33 + <u64>(end - from);
  const place = <usize>i << 5;
  store<u8>(MESSAGE, 0);
  memory.copy(MESSAGE + 1, SALTS + place, 32);
  reset();
  if (end - from < 31) {
    memory.copy(MESSAGE + 33, from, end - from);
    finish(MESSAGE, <usize>total, total, HASHES + place);
    return;
  }
  memory.copy(MESSAGE + 33, from, 31);
  compress(MESSAGE);
  for (from += 31; end - from >= 64; from += 64) compress(from);
  finish(from, end - from, total, HASHES + place);
}

export function cells(count: i32): void {
  for (let i = 0; i < count; i++) cell(i);
}

/** SHA-256(0x01 ‖ left ‖ right), written over the left one. */
function join(left: usize, right: usize): void {
  store<u8>(MESSAGE, 1);
  memory.copy(MESSAGE + 1, left, 32);
  memory.copy(MESSAGE + 33, right, 32);
  reset();
  compress(MESSAGE);
  finish(MESSAGE + 64, 1, 65, left);
}

/** Hash of the row from what stands in HASHES, whose first ones it uses up, into ROW. */
export function row(count: i32): void {
  // The tree of RFC 6962 is the one in which neighbours are joined level by level and one that is left over moves up.
  for (let width = <usize>count; width > 1; width = (width + 1) >> 1) {
    for (let i: usize = 0; i + 1 < width; i += 2) {
      join(HASHES + (i << 5), HASHES + ((i + 1) << 5));
      if (i > 0) memory.copy(HASHES + (i << 4), HASHES + (i << 5), 32);
    }
    if ((width & 1) === 1) memory.copy(HASHES + ((width >> 1) << 5), HASHES + ((width - 1) << 5), 32);
  }
  store<u8>(MESSAGE, 2);
  store<u32>(MESSAGE + 1, bswap<u32>(<u32>count));
  memory.copy(MESSAGE + 5, HASHES, 32);
  reset();
  finish(MESSAGE, 37, 37, ROW);
}
