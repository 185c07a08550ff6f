import { decodeUtf8 } from './manifest.ts';

export const IN_TOTO_TYPE = 'application/vnd.in-toto+json';

/** One signed statement. `payload` and `sig` are raw bytes here and base64 in the file. */
export interface Envelope {
  payloadType: string;
  payload: Uint8Array;
  /** SHA-256 of the signer's certificate (DER), lower-case hex: a hint, not part of what is signed. */
  keyid: string;
  sig: Uint8Array;
}

/** Pre-authentication encoding of DSSE v1: the bytes that are signed. Lengths count bytes. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType, 'utf8');
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.byteLength} `),
    type,
    Buffer.from(` ${payload.byteLength} `),
    payload,
  ]);
}

/** The one form in which Tickmark writes an envelope; VERIFY.md reads it line by line with sed. */
export function writeEnvelope(envelope: Envelope): Uint8Array {
  const document = {
    payloadType: envelope.payloadType,
    payload: Buffer.from(envelope.payload).toString('base64'),
    signatures: [{ keyid: envelope.keyid, sig: Buffer.from(envelope.sig).toString('base64') }],
  };
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`, 'utf8');
}

/**
 * Reads an envelope with exactly one signature, or says why not. Anything but the written form, byte for byte, is
 * a problem too: base64 with stray bits or other white space would leave bytes that no signature covers.
 */
export function parseEnvelope(bytes: Uint8Array): { envelope: Envelope | null; problem: string | null } {
  const text = decodeUtf8(bytes);
  if (text === null) return { envelope: null, problem: 'is not UTF-8 text' };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { envelope: null, problem: 'is not JSON' };
  }
  const fields = asRecord(document);
  const signatures = fields?.signatures;
  if (!Array.isArray(signatures) || signatures.length !== 1)
    return { envelope: null, problem: 'does not carry exactly one signature' };
  const signature = asRecord(signatures[0]);
  const { payloadType, payload } = fields ?? {};
  const { keyid, sig } = signature ?? {};
  if (
    typeof payloadType !== 'string' ||
    typeof payload !== 'string' ||
    typeof keyid !== 'string' ||
    typeof sig !== 'string'
  ) {
    return { envelope: null, problem: 'lacks payloadType, payload, keyid or sig' };
  }
  const envelope = {
    payloadType,
    payload: Buffer.from(payload, 'base64'),
    keyid,
    sig: Buffer.from(sig, 'base64'),
  };
  const asWritten = Buffer.compare(writeEnvelope(envelope), bytes) === 0;
  const problem = 'is not in the written form (changed white space, base64 or extra fields)';
  return { envelope, problem: asWritten ? null : problem };
}

export function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
