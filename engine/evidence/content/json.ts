import canonicalize from 'canonicalize';
import type { PayloadEntry } from '../build/payload.ts';

const encoder = new TextEncoder();

/** JSON that people read and machines compare: sorted keys (RFC 8785 order), two spaces, one line end. */
export function jsonEntry(path: string, value: unknown): PayloadEntry {
  const ordered: unknown = JSON.parse(canonicalize(value) ?? 'null');
  return textEntry(path, `${JSON.stringify(ordered, null, 2)}\n`);
}

export function textEntry(path: string, text: string): PayloadEntry {
  return { path, bytes: encoder.encode(text) };
}
