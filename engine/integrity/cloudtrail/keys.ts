import { TickmarkError } from '#shared/model/errors.ts';
import { Fields } from './fields.ts';
import type { KeyEncoding, TrailCrypto, TrailKey } from './model.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

function invalid(message: string): TickmarkError {
  return new TickmarkError('KEY_UNSUPPORTED', `The list of public keys cannot be used: ${message}`, {
    hint: 'Hand over the output of "aws cloudtrail list-public-keys" for the period, as JSON.',
  });
}

/** Offset of the content of a DER element, or -1. Only what a key needs: short lengths and up to four bytes. */
function contentAt(der: Uint8Array, at: number): number {
  const length = der[at + 1];
  if (length === undefined) return -1;
  if (length < 0x80) return at + 2;
  const size = length & 0x7f;
  return size >= 1 && size <= 4 ? at + 2 + size : -1;
}

/** Both encodings are a SEQUENCE: the modulus follows in PKCS#1, the algorithm (a SEQUENCE) in SubjectPublicKeyInfo. */
export function keyEncoding(der: Uint8Array): KeyEncoding | null {
  if (der[0] !== SEQUENCE) return null;
  const inner = contentAt(der, 0);
  if (inner < 0) return null;
  if (der[inner] === INTEGER) return 'pkcs1';
  return der[inner] === SEQUENCE ? 'spki' : null;
}

/** Seconds since 1970, as text or number, or ISO 8601. */
function moment(text: string | null): number | null {
  if (text === null) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? null : parsed;
}

function fromBase64(text: string): Uint8Array | null {
  const bare = text.replace(/\s+/g, '');
  if (bare === '' || bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return null;
  return Uint8Array.from(atob(bare), (character) => character.charCodeAt(0));
}

/** True when the JSON text is a list of public keys, whatever its content is worth. */
export function isKeyList(fields: Fields): boolean {
  return fields.has('publicKeyList') || fields.has('PublicKeyList');
}

/**
 * Reads the output of `aws cloudtrail list-public-keys`, in the shape of the API (`publicKeyList`) or of the command
 * line (`PublicKeyList`). Throws KEY_UNSUPPORTED when a key cannot be read or is not the one that its fingerprint names.
 */
export function parseTrailKeys(bytes: Uint8Array, crypto: TrailCrypto): TrailKey[] {
  const fields = Fields.parse(bytes);
  if (typeof fields === 'string') throw invalid(fields);
  const items = fields.list('PublicKeyList') ?? fields.list('publicKeyList');
  if (items === null) throw invalid('it has no member PublicKeyList');
  return items.map((item, position) => {
    const which = `key ${position + 1}`;
    const der = fromBase64(item.text('Value') ?? '');
    const encoding = der === null ? null : keyEncoding(der);
    if (der === null || encoding === null) throw invalid(`${which} is no RSA public key in DER`);
    const fingerprint = crypto.md5(der);
    const named = item.text('Fingerprint');
    if (typeof named === 'string' && named.replaceAll(':', '').toLowerCase() !== fingerprint) {
      throw invalid(`${which} has the fingerprint ${fingerprint}, and the list names it ${named}`);
    }
    return {
      fingerprint,
      der,
      encoding,
      validFrom: moment(item.scalar('ValidityStartTime')),
      validUntil: moment(item.scalar('ValidityEndTime')),
    };
  });
}
