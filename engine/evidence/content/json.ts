import canonicalize from 'canonicalize';
import type { PayloadEntry } from '../build/payload.ts';

const encoder = new TextEncoder();
/** Entries of a longer list are written one by one: a second copy of a long document would take more memory than all else. */
const LONG = 100;
/** How deep a long list lies at most. */
const DEEP = 6;
/** Characters that are encoded at a time. */
const PIECE = 1 << 20;

/** JSON that people read and machines compare: sorted keys (RFC 8785 order), two spaces, one line end. */
export function jsonEntry(path: string, value: unknown): PayloadEntry {
  const pieces: Uint8Array[] = [];
  let text = '';
  write(value, '', (part) => {
    text += part;
    if (text.length < PIECE) return;
    pieces.push(encoder.encode(text));
    text = '';
  });
  pieces.push(encoder.encode(`${text}\n`));
  return { path, bytes: Buffer.concat(pieces) };
}

export function textEntry(path: string, text: string): PayloadEntry {
  return { path, bytes: encoder.encode(text) };
}

function write(value: unknown, indent: string, add: (text: string) => void): void {
  const deeper = `${indent}  `;
  if (!holdsLong(value, DEEP)) add(whole(value, indent));
  else if (Array.isArray(value)) {
    const long = value.length > LONG;
    value.forEach((entry: unknown, i) => {
      add(`${i === 0 ? '[' : ','}\n${deeper}`);
      if (long) add(whole(entry, deeper));
      else write(entry, deeper, add);
    });
    add(`\n${indent}]`);
  } else {
    membersOf(value as Record<string, unknown>).forEach(([key, member], i) => {
      add(`${i === 0 ? '{' : ','}\n${deeper}${canonicalize(key)}: `);
      write(member, deeper, add);
    });
    add(`\n${indent}}`);
  }
}

function whole(value: unknown, indent: string): string {
  const ordered: unknown = JSON.parse(canonicalize(value) ?? 'null');
  return JSON.stringify(ordered, null, 2).replaceAll('\n', `\n${indent}`);
}

function holdsLong(value: unknown, depth: number): boolean {
  if (depth === 0 || typeof value !== 'object' || value === null || 'toJSON' in value) return false;
  if (Array.isArray(value) && value.length > LONG) return true;
  return Object.values(value).some((each) => holdsLong(each, depth - 1));
}

/** In the order of an object that was read from sorted text: names that are numbers come first. */
function membersOf(value: Record<string, unknown>): [string, unknown][] {
  const stated = Object.keys(value).filter((key) => !['undefined', 'symbol'].includes(typeof value[key]));
  return Object.keys(Object.fromEntries(stated.sort().map((key) => [key, null]))).map((key) => [
    key,
    value[key],
  ]);
}
