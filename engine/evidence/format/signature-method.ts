import { type Element, elements, hexOf, TAG } from './strict-der.ts';

/** How a key of one of the kinds that the verifier knows has signed. */
export interface SignatureMethod {
  key: 'rsa' | 'ec' | 'ed25519';
  /** Null for Ed25519, which hashes by itself. */
  hash: 'sha256' | 'sha384' | 'sha512' | null;
  /** Bytes of the salt of RSASSA-PSS; null for every other method. */
  salt: number | null;
}

/** RFC 5758, RFC 4055, RFC 8410. */
const FIXED: Record<string, SignatureMethod> = {
  '2a8648ce3d040302': { key: 'ec', hash: 'sha256', salt: null },
  '2a8648ce3d040303': { key: 'ec', hash: 'sha384', salt: null },
  '2a8648ce3d040304': { key: 'ec', hash: 'sha512', salt: null },
  '2a864886f70d01010b': { key: 'rsa', hash: 'sha256', salt: null },
  '2a864886f70d01010c': { key: 'rsa', hash: 'sha384', salt: null },
  '2a864886f70d01010d': { key: 'rsa', hash: 'sha512', salt: null },
  '2b6570': { key: 'ed25519', hash: null, salt: null },
};
const PSS = '2a864886f70d01010a';
const MGF1 = '2a864886f70d010108';
const HASHES: Record<string, 'sha256' | 'sha384' | 'sha512'> = {
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};
const [HASH, MASK, SALT, TRAILER] = [0xa0, 0xa1, 0xa2, 0xa3] as const;
/** A trailer field of 1, the only one that there is. */
const ONE = '020101';

/** True for the number of an algorithm that leaves nothing to state beside it. */
export function isFixedMethod(oid: Uint8Array): boolean {
  return FIXED[hexOf(oid)] !== undefined;
}

/**
 * What an AlgorithmIdentifier (DER) says: ECDSA or RSA with SHA-2, PKCS #1 v1.5 or PSS, or Ed25519. Null for every other
 * algorithm, SHA-1 among them, and for parameters that the algorithm does not have.
 */
export function signatureMethod(algorithm: Uint8Array): SignatureMethod | null {
  const [name, parameters, ...others] = parts(algorithm);
  if (name?.tag !== TAG.oid || others.length > 0) return null;
  const hex = hexOf(name.content);
  const fixed = FIXED[hex];
  // RSA states that it has no parameters, the others state none.
  if (fixed !== undefined)
    return (fixed.key === 'rsa' ? parameters?.tag === TAG.null : parameters === undefined) ? fixed : null;
  return hex === PSS && parameters !== undefined ? pssMethod(parameters) : null;
}

/** RSASSA-PSS-params (RFC 4055 section 3.1); SHA-1, which is what is meant where no hash is stated, is none of ours. */
function pssMethod(parameters: Element): SignatureMethod | null {
  const fields = parts(parameters.whole);
  const tags = fields.map(({ tag }) => tag);
  if ([HASH, MASK, SALT, TRAILER].filter((tag) => tags.includes(tag)).join() !== tags.join()) return null;
  const field = (tag: number) => fields.find((each) => each.tag === tag)?.content;
  const [hashed, masked, salted, trailer] = [HASH, MASK, SALT, TRAILER].map(field);
  if (hashed === undefined || masked === undefined) return null;
  const hash = hashOf(hashed);
  const [mask, by, ...more] = parts(masked);
  if (hash === null || mask === undefined || hexOf(mask.content) !== MGF1 || by === undefined) return null;
  // One hash for both, as the RFC recommends: it is all that libraries agree to compute.
  if (more.length > 0 || hashOf(by.whole) !== hash) return null;
  if (trailer !== undefined && hexOf(trailer) !== ONE) return null;
  const salt = salted === undefined ? 20 : smallNumber(salted);
  return salt === null ? null : { key: 'rsa', hash, salt };
}

function hashOf(algorithm: Uint8Array): 'sha256' | 'sha384' | 'sha512' | null {
  const [name, parameter, ...others] = parts(algorithm);
  if (name?.tag !== TAG.oid || others.length > 0) return null;
  return parameter === undefined || parameter.tag === TAG.null ? (HASHES[hexOf(name.content)] ?? null) : null;
}

/** An INTEGER from 0 to 32,767. */
function smallNumber(der: Uint8Array): number | null {
  const [number, ...others] = elements(der) ?? [];
  if (number?.tag !== TAG.integer || others.length > 0 || number.content.length > 2) return null;
  return number.content[0]! < 0x80 ? Number.parseInt(hexOf(number.content), 16) : null;
}

/** What is in the one SEQUENCE that the bytes are; nothing where they are none. */
function parts(der: Uint8Array): Element[] {
  const [sequence, ...others] = elements(der) ?? [];
  if (sequence?.tag !== TAG.sequence || others.length > 0) return [];
  return elements(sequence.content) ?? [];
}
