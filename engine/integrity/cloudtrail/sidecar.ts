import { textOf } from '../json/utf8.ts';
import { Fields } from './fields.ts';

const HEX = /^(?:[0-9a-f]{2}){64,512}$/;

function named(fields: Fields): string | null {
  for (const [name, value] of fields.texts())
    if (/^(x-amz-meta-)?signature$/i.test(name)) return value.trim().toLowerCase();
  return null;
}

/**
 * Hex signature out of a file that carries what S3 keeps beside a digest: the hex alone, the output of
 * `aws s3api head-object`, or its `Metadata`. Null when the file is none of these.
 */
export function parseSignature(bytes: Uint8Array): string | null {
  const first = bytes.find((byte) => byte > 32);
  let hex: string | null;
  if (first === 123) {
    const fields = Fields.parse(bytes);
    if (typeof fields === 'string') return null;
    const inner = fields.object('Metadata') ?? fields.object('metadata');
    hex = inner === null ? named(fields) : named(inner);
  } else {
    try {
      hex = textOf(bytes, 0, bytes.length).trim().toLowerCase();
    } catch {
      return null;
    }
  }
  return hex !== null && HEX.test(hex) ? hex : null;
}
