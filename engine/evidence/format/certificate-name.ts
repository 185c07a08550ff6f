import type { X509Certificate } from 'node:crypto';
import { certificateSubject } from './certificate-form.ts';
import { elements, type Element } from './strict-der.ts';

/** As OpenSSL abbreviates them; others are printed by number. */
const SHORT: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.17': 'postalCode',
  '2.5.4.41': 'name',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
};
const UTF8 = 0x0c;
const BMP = 0x1e;

/**
 * Whose certificate it is, in one line: `CN=Ana, O=Firm`. Put together here and not taken from a library: they call some
 * attributes by a name and some by their number, each in its own way.
 */
export function holderOf({ raw }: X509Certificate): string {
  return printedName(raw).join(', ');
}

/** The subject of a certificate (DER) in the form of RFC 5280, each relative name as RFC 2253 escapes it. */
export function printedName(der: Uint8Array): string[] {
  return (certificateSubject(der) ?? []).map((rdn) =>
    inside(rdn)
      .map((attribute) => {
        const [type, value] = inside(attribute);
        if (type === undefined || value === undefined) return '';
        const number = dotted(type.content);
        return `${SHORT[number] ?? number}=${escaped(textOf(value))}`;
      })
      .join(' + '),
  );
}

const inside = ({ content }: Element): Element[] => elements(content) ?? [];

function textOf({ tag, content }: Element): string {
  if (tag === UTF8) return Buffer.from(content).toString('utf8');
  // TeletexString is read as Latin-1, as everybody writes it.
  if (tag !== BMP) return Buffer.from(content).toString('latin1');
  let text = '';
  for (let at = 0; at + 1 < content.length; at += 2)
    text += String.fromCharCode(content[at]! * 256 + content[at + 1]!);
  return text;
}

/** RFC 2253 escapes, and control characters in hexadecimal. */
function escaped(value: string): string {
  const inner = value
    .replaceAll(/[,+"\\<>;]/g, String.raw`\$&`)
    .replaceAll(/\p{Cc}/gu, (char) => `\\${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  return inner.replace(/^[# ]/, String.raw`\$&`).replace(/(?<!\\) $/, String.raw`\ `);
}

/** An object identifier as numbers with dots (X.690 section 8.19). */
function dotted(content: Uint8Array): string {
  const numbers: bigint[] = [];
  let number = 0n;
  for (const byte of content) {
    number = (number << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    if (numbers.length === 0) {
      const first = number < 80n ? number / 40n : 2n;
      numbers.push(first, number - first * 40n);
    } else numbers.push(number);
    number = 0n;
  }
  return numbers.join('.');
}
