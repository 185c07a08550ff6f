import { TickmarkError } from '#shared/model/errors.ts';
import type { Digests } from '../digests.ts';
import { encodeText, textOf } from '../json/utf8.ts';
import type { AnchorOptions, ChainAnchor } from './model.ts';

const ED25519 = 1;

function invalid(message: string): TickmarkError {
  return new TickmarkError('ANCHOR_INVALID', message, {
    hint: 'A checkpoint has the lines origin, size and base64 head, an empty line, and signature lines that start with —.',
  });
}

function fromBase64(text: string, what: string): Uint8Array {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    throw invalid(`The ${what} is no base64`);
  }
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** First 4 bytes of SHA-256(name ‖ 0x0A ‖ algorithm ‖ key), in hex (C2SP signed-note, section Ed25519). */
export function noteKeyId(name: string, publicKey: Uint8Array, digests: Digests): string {
  const label = encodeText(`${name}\n`);
  const input = new Uint8Array(label.length + 1 + publicKey.length);
  input.set(label);
  input[label.length] = ED25519;
  input.set(publicKey, label.length + 1);
  return digests.hash('sha256', input).slice(0, 8);
}

interface VerifierKey {
  name: string;
  id: string;
  publicKey: Uint8Array;
}

function parseVerifierKey(text: string, digests: Digests): VerifierKey {
  const match = text.trim().match(/^([^\s+]+)\+([0-9a-fA-F]{8})\+(\S+)$/);
  if (match === null) throw invalid('The key of the checkpoint is no verifier key (name+id+base64)');
  const [, name, id, encoded] = match as unknown as [string, string, string, string];
  const key = fromBase64(encoded, 'key');
  if (key[0] !== ED25519 || key.length !== 33) throw invalid('The key of the checkpoint is no Ed25519 key');
  const publicKey = key.slice(1);
  if (noteKeyId(name, publicKey, digests) !== id.toLowerCase())
    throw invalid('The key id does not belong to the key');
  return { name, id: id.toLowerCase(), publicKey };
}

function isSigned(
  body: string,
  signatures: readonly string[],
  key: VerifierKey,
  options: AnchorOptions,
): boolean {
  const verify = options.verifyEd25519;
  if (verify === undefined) throw invalid('This program was given no way to check Ed25519 signatures');
  for (const line of signatures) {
    const match = line.match(/^— (\S+) (\S+)$/);
    if (match === null) throw invalid('A signature line of the checkpoint is malformed');
    const bytes = fromBase64(match[2]!, 'signature');
    if (match[1] !== key.name || toHex(bytes.subarray(0, 4)) !== key.id) continue;
    if (bytes.length === 68 && verify(key.publicKey, encodeText(body), bytes.subarray(4))) return true;
    throw invalid('The signature of the checkpoint does not hold');
  }
  return false;
}

/** Reads a checkpoint in the C2SP signed-note form. With a verifier key its signature must hold. */
export function parseSignedNote(bytes: Uint8Array, options: AnchorOptions): ChainAnchor {
  let text: string;
  try {
    text = textOf(bytes, 0, bytes.length);
  } catch {
    throw invalid('The anchor is neither JSON nor UTF-8 text');
  }
  const split = text.lastIndexOf('\n\n');
  if (split < 0 || !text.endsWith('\n')) throw invalid('The anchor is neither JSON nor a signed checkpoint');
  const body = text.slice(0, split + 1);
  const signatures = text.slice(split + 2, -1).split('\n');
  const [origin, size, root] = body.split('\n');
  if (!origin || !size || !root || !/^[1-9][0-9]{0,14}$/.test(size)) {
    throw invalid('The checkpoint does not start with origin, size and head');
  }
  if (!signatures.every((line) => line.startsWith('— ')))
    throw invalid('The checkpoint has no signature line');
  const head = toHex(fromBase64(root, 'head of the checkpoint'));
  let verified = false;
  if (options.verifierKey !== undefined) {
    verified = isSigned(body, signatures, parseVerifierKey(options.verifierKey, options.digests), options);
    if (!verified) throw invalid('The checkpoint is not signed by the given key');
  }
  return { chain: origin, count: Number(size), head, origin: 'checkpoint', verified };
}
