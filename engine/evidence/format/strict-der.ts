/** One element of DER (X.690 section 10). */
export interface Element {
  tag: number;
  content: Uint8Array;
  /** With tag and length. */
  whole: Uint8Array;
}

/** Tags of the elements that certificates are made of. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;
/** PrintableString, IA5String. */
const ASCII_TEXTS = [0x13, 0x16];
const BMP_STRING = 0x1e;

export const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** True for an element with this tag whose content is elements that fit. */
export function hasParts(element: Element, tag: number, fits: (parts: Element[]) => boolean): boolean {
  if (element.tag !== tag) return false;
  const parts = elements(element.content);
  return parts !== null && fits(parts);
}

/** The elements that fill the bytes; null for bytes that are no DER. */
export function elements(bytes: Uint8Array): Element[] | null {
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
    case TAG.boolean:
      // False is the default wherever a certificate has one, and should not be written; some write it.
      return content.length === 1 && (first === 0xff || first === 0);
    case TAG.integer: {
      if (first === undefined) return false;
      return second === undefined || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
    }
    case TAG.bits: {
      if (first === undefined || first > 7 || (content.length === 1 && first > 0)) return false;
      return content.length === 1 || (content.at(-1)! & ((1 << first) - 1)) === 0;
    }
    case TAG.null:
      return content.length === 0;
    case TAG.oid: {
      const starts = content.every((byte, i) => byte !== 0x80 || (i > 0 && content[i - 1]! >= 0x80));
      return content.length > 0 && content.at(-1)! < 0x80 && starts;
    }
    case TAG.utf8:
      return isUtf8(content);
    default:
      if (tag === BMP_STRING) return content.length % 2 === 0;
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
