import { createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RedactedCell } from './redacted.ts';
import { computedRow, RowHasher } from './row-hasher.ts';

const SEED = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
const FILE = 'ab'.repeat(32);

const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** Section 10.4 of the specification, with Node's own hashes. */
function salt(row: number, column: number): Buffer {
  const place = Buffer.alloc(12);
  place.writeBigUInt64BE(BigInt(row), 0);
  place.writeUInt32BE(column, 8);
  return createHmac('sha256', SEED).update(FILE, 'hex').update(place).digest();
}

/** RFC 6962 section 2.1, by its definition: split at the largest power of two below the number. */
function root(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 1) return hashes[0]!;
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return sha(Buffer.of(1), root(hashes.slice(0, half)), root(hashes.slice(half)));
}

function rowHash(row: number, cells: readonly Uint8Array[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(cells.length);
  const hashes = cells.map((cell, i) => sha(Buffer.of(0), salt(row, i + 1), cell));
  return sha(Buffer.of(2), count, root(hashes));
}

const cell = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  // Around the ends of the blocks of SHA-256: 33 bytes stand before a cell.
  fc
    .constantFrom(21, 22, 23, 30, 31, 32, 85, 86, 87, 94, 95, 96, 158, 159, 160)
    .chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
  fc.uint8Array({ maxLength: 700 }),
);

it('hashes rows as the specification says', () => {
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 40 }),
      fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(2 ** 32 + 3)),
      (cells, number) => {
        expect(new RowHasher(SEED, FILE).hash(number, cells)).toEqual(rowHash(number, cells));
      },
    ),
    { numRuns: 300 },
  );
});

it('takes cells that lie behind each other, and those that do not', () => {
  const bytes = Buffer.from('..one,two,three\n');
  const together = [bytes.subarray(2, 6), bytes.subarray(6, 10), bytes.subarray(10)];
  const apart = together.map((part) => Buffer.from(part));
  const swapped = [bytes.subarray(6, 10), bytes.subarray(2, 6), bytes.subarray(10)];
  const hasher = new RowHasher(SEED, FILE);
  expect(hasher.hash(1, together)).toEqual(rowHash(1, apart));
  expect(hasher.hash(1, apart)).toEqual(rowHash(1, apart));
  expect(hasher.hash(1, swapped)).toEqual(rowHash(1, swapped));
});

it('keeps the seeds of two that take turns apart', () => {
  const other = Buffer.alloc(32, 9);
  const row = [Buffer.from('a')];
  const [one, two] = [new RowHasher(SEED, FILE), new RowHasher(other, FILE)];
  const [first, second] = [one.hash(1, row), two.hash(1, row)];
  expect(one.hash(1, row)).toEqual(first);
  expect(two.hash(1, row)).toEqual(second);
  expect(first.equals(second)).toBe(false);
});

it('gives salts of what is shown and hashes of what is not, and both lead to the hash of the row', () => {
  const row = ['ann,', 'secret,', 'x\n'].map((text) => Buffer.from(text));
  const shown = new RowHasher(SEED, FILE).disclose(7, row, [1]);
  expect(shown).toEqual({
    hash: rowHash(7, row),
    cells: [
      { salt: salt(7, 1), bytes: row[0] },
      { hash: sha(Buffer.of(0), salt(7, 2), row[1]!) },
      { salt: salt(7, 3), bytes: row[2] },
    ],
  });
  expect(computedRow(shown)).toEqual(rowHash(7, row));
  const changed: RedactedCell[] = [
    { salt: salt(7, 1), bytes: Buffer.from('bob,') },
    ...shown.cells!.slice(1),
  ];
  expect(computedRow({ ...shown, cells: changed })?.length).toBe(32);
  expect(Buffer.from(computedRow({ ...shown, cells: changed })!).equals(shown.hash)).toBe(false);
});

it('takes the longest row and the most cells, and none beyond', () => {
  const hasher = new RowHasher(SEED, FILE);
  const long = [Buffer.alloc((16 << 20) - 1, 1), Buffer.of(2)];
  expect(hasher.hash(1, long)).toEqual(rowHash(1, long));
  expect(() => hasher.hash(1, [...long, Buffer.of(3)])).toThrow(RangeError);
  const many = Array.from({ length: 65_536 }, (_, i) => Buffer.of(i & 255));
  expect(hasher.hash(2, many)).toEqual(rowHash(2, many));
  expect(() => hasher.hash(2, [...many, Buffer.of(0)])).toThrow(RangeError);
  const cells = [...many, Buffer.of(0)].map((bytes) => ({ salt: Buffer.alloc(32), bytes }));
  expect(computedRow({ hash: Buffer.alloc(32), cells })).toBe(null);
});
