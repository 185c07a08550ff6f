import type { Digests } from '../digests.ts';

/** Where a chain stood at some time, known from outside the log. */
export interface ChainAnchor {
  /** Name of the chain, or null when the anchor names none. */
  chain: string | null;
  /** Records of the chain up to and including the head. */
  count: number;
  /** Hash of the record number `count`: lowercase hex, with 0x where the log writes it. */
  head: string;
  origin: 'statement' | 'checkpoint' | 'package';
  /** A signature was checked against a key. */
  verified: boolean;
}

/** Checks an Ed25519 signature: raw 32-byte public key, message, raw 64-byte signature. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

export interface AnchorOptions {
  digests: Digests;
  /** Verifier key of a checkpoint: `<name>+<key id, 8 hex>+<base64 of algorithm and key>`. */
  verifierKey?: string;
  verifyEd25519?: VerifyEd25519;
}
