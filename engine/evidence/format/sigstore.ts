import type { X509Certificate } from 'node:crypto';
import type { Envelope } from './dsse.ts';

/**
 * The same signature as a Sigstore bundle v0.3, for programs that read those. Nothing in it is new: a verifier
 * derives it from envelope and certificate and compares.
 */
export function writeSigstoreBundle(envelope: Envelope, leaf: X509Certificate): Uint8Array {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes: base64(leaf.raw) } },
    dsseEnvelope: {
      payload: base64(envelope.payload),
      payloadType: envelope.payloadType,
      signatures: [{ sig: base64(envelope.sig), keyid: envelope.keyid }],
    },
  };
  return Buffer.from(`${JSON.stringify(bundle, null, 2)}\n`, 'utf8');
}
