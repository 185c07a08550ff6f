import { isFixedMethod, type SignatureMethod, signatureMethod } from './signature-method.ts';
import { type Element, elements, hasParts, hexOf, TAG } from './strict-der.ts';

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
/** Bytes of a modulus and of an exponent. */
const MOST_MODULUS = 2048;
const MOST_EXPONENT = 8;
/** UTF8String, PrintableString, TeletexString, IA5String, BMPString: what names are made of. */
const TEXTS = [TAG.utf8, 0x13, 0x14, 0x16, 0x1e];

const RSA_KEY = '2a864886f70d010101';
const EC_KEY = '2a8648ce3d0201';
const ED25519_KEY = '2b6570';
/** prime256v1, secp384r1, secp521r1. */
const CURVES = ['2a8648ce3d030107', '2b81040022', '2b81040023'];
/** Extensions that decide whether one certificate issues another, and what they hold. */
const KNOWN: Record<string, (value: Element) => boolean> = {
  // basicConstraints
  '551d13': (value) =>
    hasParts(value, TAG.sequence, (parts) => {
      const rest = parts[0]?.tag === TAG.boolean ? parts.slice(1) : parts;
      return (
        rest.length === 0 ||
        (rest.length === 1 && rest[0]!.tag === TAG.integer && rest[0]!.content[0]! < 0x80)
      );
    }),
  // keyUsage
  '551d0f': ({ tag, content }) => tag === TAG.bits && content.length > 1,
  // extendedKeyUsage
  '551d25': (value) =>
    hasParts(value, TAG.sequence, (parts) => parts.length > 0 && parts.every(({ tag }) => tag === TAG.oid)),
  // subjectKeyIdentifier
  '551d0e': ({ tag }) => tag === TAG.octets,
  // authorityKeyIdentifier: key, issuer and serial number, each once, in this order.
  '551d23': (value) =>
    hasParts(value, TAG.sequence, (parts) => {
      const tags = parts.map(({ tag }) => tag);
      const known = [0x80, 0xa1, 0x82].filter((tag) => tags.includes(tag));
      const issuer = parts.find(({ tag }) => tag === 0xa1);
      return known.join() === tags.join() && (issuer === undefined || areGeneralNames(issuer.content));
    }),
  // subjectAltName, issuerAltName
  '551d11': (value) => value.tag === TAG.sequence && areGeneralNames(value.content),
  '551d12': (value) => value.tag === TAG.sequence && areGeneralNames(value.content),
  // nameConstraints
  '551d1e': (value) =>
    hasParts(
      value,
      TAG.sequence,
      (parts) => parts.length > 0 && parts.every(({ tag }) => tag === 0xa0 || tag === 0xa1),
    ),
  // cRLDistributionPoints
  '551d1f': (value) =>
    hasParts(
      value,
      TAG.sequence,
      (parts) => parts.length > 0 && parts.every(({ tag }) => tag === TAG.sequence),
    ),
};

/**
 * True for a certificate in the form of RFC 5280, in strict DER, with a key of a kind that the verifier knows. Libraries
 * differ in what else they accept: what is not in this form is no certificate, whichever of them would have read it.
 */
export function isCertificateForm(bytes: Uint8Array): boolean {
  const [certificate, ...others] = elements(bytes) ?? [];
  if (certificate?.tag !== TAG.sequence || others.length > 0) return false;
  const parts = elements(certificate.content);
  if (parts?.length !== 3) return false;
  const [body, algorithm, signature] = parts as [Element, Element, Element];
  const same = hexOf(algorithm.whole) === innerAlgorithm(body);
  return same && isAlgorithm(algorithm) && isWholeBits(signature) && isBody(body);
}

function innerAlgorithm({ content }: Element): string | undefined {
  const fields = elements(content) ?? [];
  const inner = fields[fields[0]?.tag === VERSION ? 2 : 1];
  return inner === undefined ? undefined : hexOf(inner.whole);
}

function isBody({ tag, content }: Element): boolean {
  const fields = elements(content);
  if (tag !== TAG.sequence || fields === null) return false;
  const versioned = fields[0]?.tag === VERSION;
  const [serial, , issuer, validity, subject, key, extensions, ...others] = versioned
    ? fields.slice(1)
    : fields;
  if (key === undefined || others.length > 0) return false;
  const version = versioned ? hexOf(fields[0]!.content) : '020100';
  const extended = extensions === undefined || (version === '020102' && areExtensions(extensions));
  return (
    ['020100', '020101', '020102'].includes(version) &&
    serial!.tag === TAG.integer &&
    isName(issuer!) &&
    hasParts(validity!, TAG.sequence, (times) => times.length === 2 && times.every(isTime)) &&
    isName(subject!) &&
    isKey(key) &&
    extended
  );
}

/** Of an algorithm that is not known here anything may follow: what it signed is taken for not signed. */
function isAlgorithm(element: Element): boolean {
  return hasParts(element, TAG.sequence, ([name, , ...others]) => {
    if (name?.tag !== TAG.oid || others.length > 0) return false;
    return !isFixedMethod(name.content) || signatureMethod(element.whole) !== null;
  });
}

function isKey(element: Element): boolean {
  return hasParts(element, TAG.sequence, ([algorithm, bits, ...others]) => {
    if (algorithm === undefined || bits === undefined || others.length > 0 || !isWholeBits(bits))
      return false;
    return hasParts(algorithm, TAG.sequence, ([name, parameter, ...more]) => {
      if (name?.tag !== TAG.oid || more.length > 0) return false;
      const hex = hexOf(name.content);
      if (hex === EC_KEY) {
        const known = parameter?.tag === TAG.oid && CURVES.includes(hexOf(parameter.content));
        // Compressed or not; what X9.62 calls hybrid, RFC 5480 does not have.
        return known && [2, 3, 4].includes(bits.content[1]!);
      }
      if (hex === ED25519_KEY) return parameter === undefined && bits.content.length === 33;
      return hex === RSA_KEY && parameter?.tag === TAG.null && isRsaKey(bits.content.subarray(1));
    });
  });
}

function isRsaKey(bytes: Uint8Array): boolean {
  const [key, ...others] = elements(bytes) ?? [];
  if (key === undefined || others.length > 0) return false;
  return hasParts(key, TAG.sequence, (numbers) => {
    const [modulus, exponent] = numbers.map(positive);
    if (numbers.length !== 2 || !modulus || !exponent) return false;
    // Odd, as RFC 8017 has them, and no larger than OpenSSL computes with: a hostile key must not keep a reader busy.
    const odd = (modulus.at(-1)! & exponent.at(-1)! & 1) === 1;
    const one = exponent.length === 1 && exponent[0] === 1;
    return odd && !one && modulus.length <= MOST_MODULUS && exponent.length <= MOST_EXPONENT;
  });
}

/** Bytes of a positive INTEGER without a leading zero; null for any other element. */
function positive({ tag, content }: Element): Uint8Array | null {
  if (tag !== TAG.integer || content[0]! >= 0x80) return null;
  return content[0] === 0 ? content.subarray(1) : content;
}

/** A BIT STRING of whole bytes, at least one. */
function isWholeBits({ tag, content }: Element): boolean {
  return tag === TAG.bits && content.length > 1 && content[0] === 0;
}

function isName(element: Element): boolean {
  return hasParts(element, TAG.sequence, (sets) =>
    sets.every((set) =>
      hasParts(
        set,
        TAG.set,
        (attributes) =>
          attributes.length > 0 &&
          attributes.every((attribute) =>
            hasParts(
              attribute,
              TAG.sequence,
              ([type, value, ...others]) =>
                type?.tag === TAG.oid &&
                value !== undefined &&
                TEXTS.includes(value.tag) &&
                others.length === 0,
            ),
          ),
      ),
    ),
  );
}

function isTime({ tag, content }: Element): boolean {
  const text = Buffer.from(content).toString('latin1');
  const digits = tag === TAG.utcTime ? /^\d{12}Z$/ : tag === TAG.generalizedTime ? /^\d{14}Z$/ : null;
  if (digits === null || !digits.test(text)) return false;
  // RFC 5280 section 4.1.2.5.1: two digits of a year from 50 on are of the last century.
  const full = tag === TAG.generalizedTime ? text : `${text < '5' ? '20' : '19'}${text}`;
  const [year, month, day, hour, minute, second] = [0, 4, 6, 8, 10, 12].map((at) =>
    full.slice(at, at === 0 ? 4 : at + 2),
  );
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(iso);
  return !Number.isNaN(date.getTime()) && date.toISOString() === iso;
}

function areExtensions({ tag, content }: Element): boolean {
  const [list, ...others] = elements(content) ?? [];
  if (tag !== EXTENSIONS || list === undefined || others.length > 0) return false;
  const seen = new Set<string>();
  return hasParts(list, TAG.sequence, (extensions) =>
    extensions.every((extension) =>
      hasParts(extension, TAG.sequence, (parts) => {
        const [name, value, ...rest] = parts.filter(({ tag: each }, i) => i !== 1 || each !== TAG.boolean);
        if (name?.tag !== TAG.oid || value?.tag !== TAG.octets || rest.length > 0) return false;
        const hex = hexOf(name.content);
        if (seen.has(hex)) return false;
        seen.add(hex);
        const known = KNOWN[hex];
        if (known === undefined) return true;
        const [held, ...more] = elements(value.content) ?? [];
        return held !== undefined && more.length === 0 && known(held);
      }),
    ),
  );
}

/** Mail addresses, names of hosts, addresses and the like are bytes; a name of a directory is a name. */
function areGeneralNames(content: Uint8Array): boolean {
  const names = elements(content);
  if (names === null || names.length === 0) return false;
  return names.every(({ tag, content: held }) => {
    if ([0x81, 0x82, 0x86].includes(tag)) return held.every((byte) => byte < 0x80);
    if (tag === 0x87) return true;
    const inner = elements(held);
    if (inner === null) return false;
    if (tag === 0xa4) return inner.length === 1 && isName(inner[0]!);
    if (tag === 0xa0) return inner.length === 2 && inner[0]!.tag === TAG.oid && inner[1]!.tag === 0xa0;
    return false;
  });
}

/** How a certificate in the form is signed, and over which bytes; null where it is signed in a way that is not known here. */
export function certificateSignature(
  der: Uint8Array,
): { method: SignatureMethod; signed: Uint8Array; signature: Uint8Array } | null {
  const [body, algorithm, signature] = elements(elements(der)?.[0]?.content ?? Buffer.alloc(0)) ?? [];
  if (body === undefined || algorithm === undefined || signature === undefined) return null;
  const method = signatureMethod(algorithm.whole);
  return method === null ? null : { method, signed: body.whole, signature: signature.content.subarray(1) };
}

/** The relative names that a certificate in the form is for; null where the bytes are none. */
export function certificateSubject(der: Uint8Array): Element[] | null {
  const [body] = elements(elements(der)?.[0]?.content ?? Buffer.alloc(0)) ?? [];
  const fields = body === undefined ? null : elements(body.content);
  const subject = fields?.[fields[0]?.tag === VERSION ? 5 : 4];
  return subject === undefined ? null : elements(subject.content);
}
