const P = 2n ** 255n - 19n;
/** A y coordinate of the points of order 8; the other one is its negative. */
const OF_ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
/** The y coordinates of the eight points whose order divides 8. */
const SMALL = new Set([0n, 1n, P - 1n, OF_ORDER_8, P - OF_ORDER_8]);

function yOf(point: Uint8Array): bigint {
  const bytes = Uint8Array.from(point).reverse();
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/** One spelling only, and a point that is not of small order. */
function sound(point: Uint8Array): boolean {
  const y = yOf(point);
  return y < P && !SMALL.has(y);
}

/**
 * RFC 8032 leaves open what verifiers make of crafted keys and signatures: another spelling of a point, points of small
 * order (under such a key one signature can hold for every statement), and whether the equation is multiplied by eight.
 * Here none of the first two is accepted, and the equation is not multiplied: section 5.1.7 by its letter. This is the part
 * that libraries do not agree on and that can be told from the bytes; S below the order of the group, and the equation, are
 * theirs.
 *
 * `key` and `signature` as bytes (32 and 64).
 */
export function isStrictEd25519(key: Uint8Array, signature: Uint8Array): boolean {
  return (
    key.byteLength === 32 && signature.byteLength === 64 && sound(key) && sound(signature.subarray(0, 32))
  );
}
