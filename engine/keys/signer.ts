/** How `sign` turns bytes into a signature; the verifier derives the same from the certificate's public key. */
export const SIGNATURE_ALGORITHMS = ['ecdsa-sha256', 'rsa-sha256', 'ed25519'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** Anything that can sign: a key from the key folder, or a smart card behind PKCS#11. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** The signer's certificate first, then its issuers, nearest first. PEM. */
  readonly certificatesPem: readonly string[];
  /** Signature over the bytes themselves (hashing included). ECDSA in DER, RSA as PKCS#1 v1.5. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}
