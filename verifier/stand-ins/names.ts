import { type BaseBlock, type BaseStringBlock } from 'asn1js';
import { items, oid } from './public-key.ts';

/** As OpenSSL abbreviates them; others are printed by number. */
const SHORT: Record<string, string> = {
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

/** Attributes of a name, those of one RDN together. */
function attributes(name: BaseBlock): { type: string; value: string }[][] {
  return items(name).map((rdn) =>
    items(rdn).map((attribute) => {
      const [type, value] = items(attribute);
      return {
        type: oid(type),
        value: String((value as BaseStringBlock | undefined)?.valueBlock.value ?? ''),
      };
    }),
  );
}

/** RFC 2253 escapes, and control characters in hexadecimal. */
function escaped(value: string): string {
  const inner = value
    .replaceAll(/[,+"\\<>;]/g, String.raw`\$&`)
    .replaceAll(/\p{Cc}/gu, (char) => `\\${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  return inner.replace(/^[# ]/, String.raw`\$&`).replace(/(?<!\\) $/, String.raw`\ `);
}

/** A name in lines, as Node prints it: `CN=Ana\nO=Firm`. */
export function printedName(name: BaseBlock): string {
  return attributes(name)
    .map((rdn) => rdn.map(({ type, value }) => `${SHORT[type] ?? type}=${escaped(value)}`).join(' + '))
    .join('\n');
}

/** Equal for names that are the same but for case and white space (RFC 5280 section 7.1). */
export function comparableName(name: BaseBlock): string {
  const plain = (value: string) => value.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  return JSON.stringify(
    attributes(name).map((rdn) => rdn.map(({ type, value }) => `${type}=${plain(value)}`).sort()),
  );
}
