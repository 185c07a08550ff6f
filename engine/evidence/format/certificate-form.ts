/** One element of DER (X.690 section 10). */
interface Element {
  tag: number;
  content: Uint8Array;
  /** With tag and length. */
  whole: Uint8Array;
}

const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BITS = 0x03;
const OCTETS = 0x04;
const NULL = 0x05;
const OID = 0x06;
const UTF8 = 0x0c;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const SEQUENCE = 0x30;
const SET = 0x31;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
/** UTF8String, PrintableString, TeletexString, IA5String, BMPString: what names are made of. */
const TEXTS = [UTF8, 0x13, 0x14, 0x16, 0x1e];
const ASCII_TEXTS = [0x13, 0x16];

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const RSA_KEY = '2a864886f70d010101';
const EC_KEY = '2a8648ce3d0201';
const ED25519 = '2b6570';
/** prime256v1, secp384r1, secp521r1. */
const CURVES = ['2a8648ce3d030107', '2b81040022', '2b81040023'];
/** ECDSA with SHA-256, SHA-384 or SHA-512. */
const ECDSA = ['2a8648ce3d040302', '2a8648ce3d040303', '2a8648ce3d040304'];
/** RSA (PKCS #1 v1.5) with SHA-256, SHA-384 or SHA-512. */
const RSA = ['2a864886f70d01010b', '2a864886f70d01010c', '2a864886f70d01010d'];

/** Extensions that decide whether one certificate issues another, and what they hold. */
const KNOWN: Record<string, (value: Element) => boolean> = {
  // basicConstraints
  '551d13': (value) =>
    hasParts(value, SEQUENCE, (parts) => {
      const rest = parts[0]?.tag === BOOLEAN ? parts.slice(1) : parts;
      return (
        rest.length === 0 || (rest.length === 1 && rest[0]!.tag === INTEGER && rest[0]!.content[0]! < 0x80)
      );
    }),
  // keyUsage
  '551d0f': ({ tag, content }) => tag === BITS && content.length > 1,
  // extendedKeyUsage
  '551d25': (value) =>
    hasParts(value, SEQUENCE, (parts) => parts.length > 0 && parts.every(({ tag }) => tag === OID)),
  // subjectKeyIdentifier
  '551d0e': ({ tag }) => tag === OCTETS,
  // authorityKeyIdentifier: key, issuer and serial number, each once, in this order.
  '551d23': (value) =>
    hasParts(value, SEQUENCE, (parts) => {
      const tags = parts.map(({ tag }) => tag);
      const known = [0x80, 0xa1, 0x82].filter((tag) => tags.includes(tag));
      const issuer = parts.find(({ tag }) => tag === 0xa1);
      return known.join() === tags.join() && (issuer === undefined || areGeneralNames(issuer.content));
    }),
  // subjectAltName, issuerAltName
  '551d11': (value) => value.tag === SEQUENCE && areGeneralNames(value.content),
  '551d12': (value) => value.tag === SEQUENCE && areGeneralNames(value.content),
  // nameConstraints
  '551d1e': (value) =>
    hasParts(
      value,
      SEQUENCE,
      (parts) => parts.length > 0 && parts.every(({ tag }) => tag === 0xa0 || tag === 0xa1),
    ),
  // cRLDistributionPoints
  '551d1f': (value) =>
    hasParts(value, SEQUENCE, (parts) => parts.length > 0 && parts.every(({ tag }) => tag === SEQUENCE)),
};

/**
 * True for a certificate in the form of RFC 5280, in strict DER, with a key of a kind that the verifier knows. Libraries
 * differ in what else they accept: what is not in this form is no certificate, whichever of them would have read it.
 */
export function isCertificateForm(bytes: Uint8Array): boolean {
  const [certificate, ...others] = elements(bytes) ?? [];
  if (certificate?.tag !== SEQUENCE || others.length > 0) return false;
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
  if (tag !== SEQUENCE || fields === null) return false;
  const versioned = fields[0]?.tag === VERSION;
  const [serial, , issuer, validity, subject, key, extensions, ...others] = versioned
    ? fields.slice(1)
    : fields;
  if (key === undefined || others.length > 0) return false;
  const version = versioned ? hexOf(fields[0]!.content) : '020100';
  const extended = extensions === undefined || (version === '020102' && areExtensions(extensions));
  return (
    ['020100', '020101', '020102'].includes(version) &&
    serial!.tag === INTEGER &&
    isName(issuer!) &&
    hasParts(validity!, SEQUENCE, (times) => times.length === 2 && times.every(isTime)) &&
    isName(subject!) &&
    isKey(key) &&
    extended
  );
}

/** RSA states that it has no parameters, the others state none; of an algorithm that is not known here anything may follow. */
function isAlgorithm(element: Element): boolean {
  return hasParts(element, SEQUENCE, ([name, parameter, ...others]) => {
    if (name?.tag !== OID || others.length > 0) return false;
    const hex = hexOf(name.content);
    if (hex === ED25519 || ECDSA.includes(hex)) return parameter === undefined;
    return !RSA.includes(hex) || parameter?.tag === NULL;
  });
}

function isKey(element: Element): boolean {
  return hasParts(element, SEQUENCE, ([algorithm, bits, ...others]) => {
    if (algorithm === undefined || bits === undefined || others.length > 0 || !isWholeBits(bits))
      return false;
    return hasParts(algorithm, SEQUENCE, ([name, parameter, ...more]) => {
      if (name?.tag !== OID || more.length > 0) return false;
      const hex = hexOf(name.content);
      if (hex === EC_KEY) {
        const known = parameter?.tag === OID && CURVES.includes(hexOf(parameter.content));
        // Compressed or not; what X9.62 calls hybrid, RFC 5480 does not have.
        return known && [2, 3, 4].includes(bits.content[1]!);
      }
      if (hex === ED25519) return parameter === undefined && bits.content.length === 33;
      return hex === RSA_KEY && parameter?.tag === NULL && isRsaKey(bits.content.subarray(1));
    });
  });
}

function isRsaKey(bytes: Uint8Array): boolean {
  const [key, ...others] = elements(bytes) ?? [];
  if (key === undefined || others.length > 0) return false;
  return hasParts(key, SEQUENCE, (numbers) => {
    const positive = ({ tag, content }: Element) => tag === INTEGER && content[0]! < 0x80;
    return numbers.length === 2 && numbers.every(positive);
  });
}

/** A BIT STRING of whole bytes, at least one. */
function isWholeBits({ tag, content }: Element): boolean {
  return tag === BITS && content.length > 1 && content[0] === 0;
}

function isName(element: Element): boolean {
  return hasParts(element, SEQUENCE, (sets) =>
    sets.every((set) =>
      hasParts(
        set,
        SET,
        (attributes) =>
          attributes.length > 0 &&
          attributes.every((attribute) =>
            hasParts(
              attribute,
              SEQUENCE,
              ([type, value, ...others]) =>
                type?.tag === OID && value !== undefined && TEXTS.includes(value.tag) && others.length === 0,
            ),
          ),
      ),
    ),
  );
}

function isTime({ tag, content }: Element): boolean {
  const text = Buffer.from(content).toString('latin1');
  const digits = tag === UTC_TIME ? /^\d{12}Z$/ : tag === GENERALIZED_TIME ? /^\d{14}Z$/ : null;
  if (digits === null || !digits.test(text)) return false;
  // RFC 5280 section 4.1.2.5.1: two digits of a year from 50 on are of the last century.
  const full = tag === GENERALIZED_TIME ? text : `${text < '5' ? '20' : '19'}${text}`;
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
  return hasParts(list, SEQUENCE, (extensions) =>
    extensions.every((extension) =>
      hasParts(extension, SEQUENCE, (parts) => {
        const [name, value, ...rest] = parts.filter(({ tag: each }, i) => i !== 1 || each !== BOOLEAN);
        if (name?.tag !== OID || value?.tag !== OCTETS || rest.length > 0) return false;
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
    if (tag === 0xa0) return inner.length === 2 && inner[0]!.tag === OID && inner[1]!.tag === 0xa0;
    return false;
  });
}

function hasParts(element: Element, tag: number, fits: (parts: Element[]) => boolean): boolean {
  if (element.tag !== tag) return false;
  const parts = elements(element.content);
  return parts !== null && fits(parts);
}

/** The elements that fill the bytes; null for bytes that are no DER. */
function elements(bytes: Uint8Array): Element[] | null {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!;
    // No certificate has a tag of several bytes.
    if ((tag & 0x1f) === 0x1f || at + 1 >= bytes.length) return null;
    let start = at + 2;
    let length = bytes[at + 1]!;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 3 || start + count > bytes.length) return null;
      length = 0;
      for (let i = 0; i < count; i += 1) length = length * 256 + bytes[start + i]!;
      if (length < 0x80 || length < 256 ** (count - 1)) return null;
      start += count;
    }
    if (start + length > bytes.length) return null;
    const content = bytes.subarray(start, start + length);
    if (!isFormed(tag, content)) return null;
    found.push({ tag, content, whole: bytes.subarray(at, start + length) });
    at = start + length;
  }
  return found;
}

/** The one form that DER leaves for each of the types whose form it rules. */
function isFormed(tag: number, content: Uint8Array): boolean {
  const [first, second] = content;
  switch (tag) {
    case BOOLEAN:
      // False is the default wherever a certificate has one, and should not be written; some write it.
      return content.length === 1 && (first === 0xff || first === 0);
    case INTEGER: {
      if (first === undefined) return false;
      return second === undefined || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
    }
    case BITS: {
      if (first === undefined || first > 7 || (content.length === 1 && first > 0)) return false;
      return content.length === 1 || (content.at(-1)! & ((1 << first) - 1)) === 0;
    }
    case NULL:
      return content.length === 0;
    case OID: {
      const starts = content.every((byte, i) => byte !== 0x80 || (i > 0 && content[i - 1]! >= 0x80));
      return content.length > 0 && content.at(-1)! < 0x80 && starts;
    }
    case UTF8:
      return isUtf8(content);
    default:
      if (tag === 0x1e) return content.length % 2 === 0;
      return !ASCII_TEXTS.includes(tag) || content.every((byte) => byte < 0x80);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
