/** How a JSON value becomes bytes. */
export interface CanonicalForm {
  /** Order of an object's members: as received, by code point (Python), or by UTF-16 unit (RFC 8785). */
  order: 'insertion' | 'code_point' | 'utf16';
  /** Everything outside printable ASCII is escaped (Python's ensure_ascii), U+007F included. */
  ascii: boolean;
  numbers: 'ecmascript' | 'python';
  /** A space after commas and colons. */
  spaced: boolean;
}

/** JSON Canonicalization Scheme, RFC 8785. */
export const JCS: CanonicalForm = { order: 'utf16', ascii: false, numbers: 'ecmascript', spaced: false };

/** `json.dumps` of Python: default separators are spaced, ensure_ascii is on unless turned off. */
export function pythonForm(options: { sorted: boolean; compact: boolean; ascii: boolean }): CanonicalForm {
  return {
    order: options.sorted ? 'code_point' : 'insertion',
    ascii: options.ascii,
    numbers: 'python',
    spaced: !options.compact,
  };
}
