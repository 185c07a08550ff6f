import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { fromBER } from 'asn1js';
import { PublicKey } from '../../../verifier/stand-ins/public-key.ts';
import { isStrictEd25519 } from './ed25519.ts';

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const little = (value: bigint) => bytes(value.toString(16).padStart(64, '0')).reverse();
const number = (value: Uint8Array) => BigInt(`0x${Buffer.from(value).reverse().toString('hex')}`);
const TORSION = ED25519_TORSION_SUBGROUP.map((hex) => Point.fromHex(hex));

const info = (key: Uint8Array) => Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
const openssl = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  verify(null, message, createPublicKey({ key: info(key), format: 'der', type: 'spki' }), signature);
const page = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  new PublicKey(fromBER(Uint8Array.from(info(key))).result).holds(null, message, signature);

/** k of RFC 8032 section 5.1.7. */
const challenge = (r: Uint8Array, key: Uint8Array, message: Uint8Array) =>
  number(createHash('sha512').update(r).update(key).update(message).digest()) % L;

interface Crafted {
  key: Uint8Array;
  message: Uint8Array;
  signature: Uint8Array;
}

/**
 * A signature by whoever knows `a`, under A = a·B + `tweakA`, with R = r·B + `tweakR`. The message is chosen so that k
 * leaves the remainder `rest` when it is divided by 8.
 */
function crafted(a: bigint, tweakA: number, tweakR: number, rest: number | null): Crafted {
  const key = Point.BASE.multiplyUnsafe(a).add(TORSION[tweakA]!).toBytes();
  const r = 1234567n;
  const R = Point.BASE.multiplyUnsafe(r).add(TORSION[tweakR]!).toBytes();
  for (let n = 0; ; n += 1) {
    const message = Buffer.from(`statement ${n}`);
    const k = challenge(R, key, message);
    if (rest !== null && Number(k % 8n) !== rest) continue;
    return { key, message, signature: Buffer.concat([R, little((r + k * a) % L)]) };
  }
}

/** The cases of "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko 2020, table 5), made here from their description. */
const CASES: [string, () => Crafted, { openssl: boolean; ours: boolean }][] = [
  ['a plain signature', () => crafted(7n, 0, 0, null), { openssl: true, ours: true }],
  [
    'a key of small order, under which one signature holds for everything',
    () => {
      const key = Point.ZERO.toBytes();
      const R = Point.BASE.multiplyUnsafe(5n).toBytes();
      return { key, message: Buffer.from('any statement'), signature: Buffer.concat([R, little(5n)]) };
    },
    { openssl: true, ours: false },
  ],
  [
    'key and R of small order, S zero',
    () => ({
      key: TORSION[0]!.toBytes(),
      message: Buffer.from('x'),
      signature: Buffer.concat([TORSION[0]!.toBytes(), little(0n)]),
    }),
    { openssl: true, ours: false },
  ],
  [
    'a key with a part of small order, k divisible by 8',
    () => crafted(7n, 1, 0, 0),
    { openssl: true, ours: true },
  ],
  [
    'a key with a part of small order: holds only when multiplied by eight',
    () => crafted(7n, 1, 0, 3),
    { openssl: false, ours: false },
  ],
  [
    'R with a part of small order: holds only when multiplied by eight',
    () => crafted(7n, 0, 1, null),
    { openssl: false, ours: false },
  ],
  [
    'R of small order',
    () => {
      const [a, key, R] = [7n, Point.BASE.multiplyUnsafe(7n).toBytes(), Point.ZERO.toBytes()];
      const message = Buffer.from('x');
      return { key, message, signature: Buffer.concat([R, little((challenge(R, key, message) * a) % L)]) };
    },
    { openssl: true, ours: false },
  ],
  [
    'S beyond the order of the group',
    () => {
      const { key, message, signature } = crafted(7n, 0, 0, null);
      return {
        key,
        message,
        signature: Buffer.concat([signature.subarray(0, 32), little(number(signature.subarray(32)) + L)]),
      };
    },
    { openssl: false, ours: false },
  ],
  [
    'a key in another spelling (y = p + 1 for y = 1)',
    () => {
      const key = little(2n ** 255n - 19n + 1n);
      const R = Point.BASE.multiplyUnsafe(5n).toBytes();
      return { key, message: Buffer.from('x'), signature: Buffer.concat([R, little(5n)]) };
    },
    { openssl: true, ours: false },
  ],
  [
    'R in another spelling',
    () => {
      const [a, key, R] = [7n, Point.BASE.multiplyUnsafe(7n).toBytes(), little(2n ** 255n - 19n + 1n)];
      const message = Buffer.from('x');
      return { key, message, signature: Buffer.concat([R, little((challenge(R, key, message) * a) % L)]) };
    },
    { openssl: false, ours: false },
  ],
];

describe('Ed25519', () => {
  it.each(CASES)('%s', (_name, make, expected) => {
    const { key, message, signature } = make();
    const strict = isStrictEd25519(key, signature);
    // The case is what it is called: the stock library says so.
    expect(openssl(key, message, signature)).toBe(expected.openssl);
    expect(strict && openssl(key, message, signature)).toBe(expected.ours);
    expect(strict && page(key, message, signature)).toBe(expected.ours);
    // Without the rule they agree too.
    expect(page(key, message, signature)).toBe(expected.openssl);
  });

  it('knows all spellings of the eight points of small order', () => {
    expect(TORSION.length).toBe(8);
    const R = Point.BASE.multiplyUnsafe(5n).toBytes();
    for (const point of TORSION) {
      const y = number(point.toBytes()) & (2n ** 255n - 1n);
      const spellings = [y, y + 2n ** 255n - 19n].filter((value) => value < 2n ** 255n);
      for (const spelling of spellings.flatMap((value) => [value, value + 2n ** 255n]))
        expect(isStrictEd25519(little(spelling), Buffer.concat([R, little(1n)]))).toBe(false);
    }
  });

  it('accepts what honest signers make, and nothing of another length', () => {
    for (let i = 0; i < 20; i += 1) {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
      const message = Buffer.from(`statement ${i}`);
      const signature = sign(null, message, privateKey);
      expect(isStrictEd25519(key, signature)).toBe(true);
      expect(page(key, message, signature)).toBe(true);
      expect(page(key, Buffer.from('another'), signature)).toBe(false);
      expect(isStrictEd25519(key, signature.subarray(1))).toBe(false);
      expect(isStrictEd25519(key.subarray(1), signature)).toBe(false);
    }
  });
});
