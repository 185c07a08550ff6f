import { createHash } from 'node:crypto';

/** Namespace of the names below, a random UUID fixed once. */
const NAMESPACE = Buffer.from('8d1f6c0e5b1a4f0c9f5e3a4b7c2d9e61', 'hex');

/** UUID version 5 (RFC 9562 section 5.5) of a name: the same thing has the same id in every package. */
export function uuidOf(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
