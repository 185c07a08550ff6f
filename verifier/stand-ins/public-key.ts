import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { fromBER, Integer, ObjectIdentifier, BitString, type BaseBlock, type Sequence } from 'asn1js';
import { digestOf } from './hashes.ts';

const CURVES: Record<string, { name: string; curve: typeof p256 }> = {
  '1.2.840.10045.3.1.7': { name: 'prime256v1', curve: p256 },
  '1.3.132.0.34': { name: 'secp384r1', curve: p384 },
  '1.3.132.0.35': { name: 'secp521r1', curve: p521 },
};

/** Bits of a modulus and of an exponent. */
const MOST_MODULUS = 16_384n;
const MOST_EXPONENT = 64n;

/** DigestInfo before the digest (RFC 8017 section 9.2, note 1). */
const DIGEST_INFO: Record<string, string> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

type Material =
  | { kind: 'ec'; name: string; curve: typeof p256; point: Uint8Array }
  | { kind: 'rsa'; modulus: bigint; exponent: bigint; length: number }
  | { kind: 'ed25519'; point: Uint8Array }
  | { kind: 'other'; point: Uint8Array };

export function items(block: BaseBlock | undefined): BaseBlock[] {
  const value = (block as Sequence | undefined)?.valueBlock?.value;
  return Array.isArray(value) ? value : [];
}

export function oid(block: BaseBlock | undefined): string {
  return block instanceof ObjectIdentifier ? block.valueBlock.toString() : '';
}

function number(block: BaseBlock | undefined): bigint {
  if (!(block instanceof Integer)) throw new RangeError('no number');
  return block.toBigInt();
}

function readKey(info: BaseBlock): Material {
  const [algorithm, bits] = items(info);
  if (!(bits instanceof BitString)) throw new RangeError('no public key');
  const bytes = new Uint8Array(bits.valueBlock.valueHexView);
  const [name, parameter] = items(algorithm);
  if (oid(name) === '1.3.101.112') return { kind: 'ed25519', point: bytes };
  if (oid(name) === '1.2.840.10045.2.1') {
    const known = CURVES[oid(parameter)];
    if (known === undefined) return { kind: 'other', point: bytes };
    // Throws for a point that is not on the curve.
    return { kind: 'ec', ...known, point: known.curve.Point.fromBytes(bytes).toBytes(false) };
  }
  if (oid(name) !== '1.2.840.113549.1.1.1') return { kind: 'other', point: bytes };
  const [modulus, exponent] = items(fromBER(bytes).result).map(number);
  if (modulus === undefined || exponent === undefined) throw new RangeError('no RSA key');
  // As OpenSSL bounds them: a hostile key must not keep the page busy for hours.
  if (modulus < 1n || modulus >> MOST_MODULUS > 0n || exponent < 1n || exponent >> MOST_EXPONENT > 0n)
    throw new RangeError('no sound RSA key');
  return { kind: 'rsa', modulus, exponent, length: modulus.toString(2).length };
}

/** The part of Node's KeyObject that the verifier uses. */
export class PublicKey {
  readonly #material: Material;
  readonly #info: Buffer;

  /** `info`: SubjectPublicKeyInfo. Throws for a key that is none. */
  constructor(info: BaseBlock) {
    this.#material = readKey(info);
    this.#info = Buffer.from(info.valueBeforeDecodeView);
  }

  /** SubjectPublicKeyInfo in DER. */
  export(_form: { type: 'spki'; format: 'der' }): Buffer {
    return this.#info;
  }

  get asymmetricKeyType(): string {
    return this.#material.kind;
  }

  get asymmetricKeyDetails(): { namedCurve?: string; modulusLength?: number } {
    const material = this.#material;
    if (material.kind === 'ec') return { namedCurve: material.name };
    return material.kind === 'rsa' ? { modulusLength: material.length } : {};
  }

  equals(other: PublicKey): boolean {
    return this.#text() === other.#text();
  }

  #text(): string {
    const material = this.#material;
    const value =
      material.kind === 'rsa'
        ? `${material.modulus.toString(16)} ${material.exponent.toString(16)}`
        : Buffer.from(material.point).toString('hex');
    return `${material.kind} ${material.kind === 'ec' ? material.name : ''} ${value}`;
  }

  /** True when the signature is this key's; `hash` is null for Ed25519, `salt` the bytes of the salt of RSASSA-PSS. */
  holds(hash: string | null, bytes: Uint8Array, signature: Uint8Array, salt?: number): boolean {
    try {
      return this.#holds(hash, bytes, signature, salt);
    } catch {
      // The libraries throw for what is no signature at all; Node calls it one that does not hold.
      return false;
    }
  }

  #holds(hash: string | null, bytes: Uint8Array, signature: Uint8Array, salt: number | undefined): boolean {
    const material = this.#material;
    if (salt !== undefined)
      return material.kind === 'rsa' && hash !== null && pssHolds(material, hash, bytes, signature, salt);
    if (material.kind === 'ed25519') return hash === null && ed25519Holds(material.point, bytes, signature);
    if (hash === null) return false;
    const digest = digestOf(hash, bytes);
    if (material.kind === 'ec')
      return material.curve.verify(signature, digest, material.point, {
        prehash: false,
        lowS: false,
        format: 'der',
      });
    return material.kind === 'rsa' && rsaHolds(material, DIGEST_INFO[hash], digest, signature);
  }
}

/** RFC 8032 section 5.1.7 without the cofactor, as OpenSSL computes it: R is made from the rest and compared. */
function ed25519Holds(key: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (signature.byteLength !== 64) return false;
  const { Point } = ed25519;
  const [r, s] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  if (s >= Point.Fn.ORDER) return false;
  const k = littleEndian(digestOf('sha512', Buffer.concat([r, key, bytes]))) % Point.Fn.ORDER;
  const made = Point.BASE.multiplyUnsafe(s).subtract(Point.fromBytes(key, true).multiplyUnsafe(k));
  return Buffer.from(made.toBytes()).equals(Buffer.from(r));
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

type RsaKey = Extract<Material, { kind: 'rsa' }>;

/** The number that an RSA signature opens to (RFC 8017 section 5.2.2); null for what is no signature of this key. */
function opened({ modulus, exponent, length }: RsaKey, signature: Uint8Array): bigint | null {
  if (signature.byteLength !== Math.ceil(length / 8)) return null;
  const value = BigInt(`0x${Buffer.from(signature).toString('hex')}`);
  return value >= modulus ? null : power(value, exponent, modulus);
}

/** RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.2): the encoded message is made and compared, not parsed. */
function rsaHolds(
  key: RsaKey,
  prefix: string | undefined,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (prefix === undefined) return false;
  const info = prefix + Buffer.from(digest).toString('hex');
  const padding = Math.ceil(key.length / 8) - 3 - info.length / 2;
  if (padding < 8) return false;
  return opened(key, signature) === BigInt(`0x0001${'ff'.repeat(padding)}00${info}`);
}

/** RSASSA-PSS (RFC 8017 sections 8.1.2 and 9.1.2), MGF1 with the same hash, with a salt of just so many bytes. */
function pssHolds(
  key: RsaKey,
  hash: string,
  bytes: Uint8Array,
  signature: Uint8Array,
  salt: number,
): boolean {
  const digest = digestOf(hash, bytes);
  const bits = key.length - 1;
  const size = Math.ceil(bits / 8);
  const number = opened(key, signature);
  if (number === null || number >> BigInt(bits) > 0n || size < digest.byteLength + salt + 2) return false;
  const encoded = Buffer.from(number.toString(16).padStart(size * 2, '0'), 'hex');
  const seed = encoded.subarray(size - digest.byteLength - 1, -1);
  if (encoded.at(-1) !== 0xbc) return false;
  const mask = mgf1(hash, seed, size - digest.byteLength - 1);
  const block = mask.map((byte, i) => byte ^ encoded[i]!);
  // The bits above the modulus are no part of the block.
  block[0]! &= 0xff >> (size * 8 - bits);
  const padding = block.subarray(0, -salt - 1);
  if (padding.some((byte) => byte !== 0) || block.at(-salt - 1) !== 1) return false;
  const message = Buffer.concat([new Uint8Array(8), digest, block.subarray(block.byteLength - salt)]);
  return Buffer.from(digestOf(hash, message)).equals(seed);
}

/** RFC 8017 section B.2.1. */
function mgf1(hash: string, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let made = 0, counter = Buffer.alloc(4); made < length; made += blocks.at(-1)!.byteLength) {
    counter.writeUInt32BE(blocks.length);
    blocks.push(digestOf(hash, Buffer.concat([seed, counter])));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let left = exponent, square = base % modulus; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
