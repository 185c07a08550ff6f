import { TickmarkError } from '../model/errors.ts';

// Present in every runtime that we have, in the type libraries of none that shared/ is checked with.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/** Deeper values are refused: no method needs them, and a hostile one could exhaust the stack. */
export const MAX_DEPTH = 200;
/** Bytes of the length that opens a frame. */
const PREFIX = 4;

interface Header {
  v: unknown;
  /** Size in bytes of each binary part, in order. */
  p: number[];
}

/**
 * One message as bytes: `[u32 big-endian n][n bytes of JSON {"v":value,"p":[sizes]}][parts]`.
 * A Uint8Array anywhere in the value becomes `{"$bytes":i}` and travels as part i. Keys that begin with `$`
 * get one more, so that data cannot pass for a part. Otherwise as JSON: undefined members are left out.
 */
export function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const packed = pack(value, parts, 0);
  const header: Header = { v: packed === undefined ? null : packed, p: parts.map((part) => part.length) };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const size = parts.reduce((sum, part) => sum + part.length, PREFIX + json.length);
  const frame = new Uint8Array(size);
  new DataView(frame.buffer).setUint32(0, json.length);
  frame.set(json, PREFIX);
  let at = PREFIX + json.length;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}

/** The value of exactly one frame. Throws BAD_ARGUMENT for anything else. */
export function decodeFrame(frame: Uint8Array): unknown {
  const reader = new FrameReader();
  const values = reader.push(frame);
  reader.end();
  if (values.length !== 1) throw malformed('it holds more than one frame');
  return values[0];
}

/** Cuts a stream of bytes, arriving in pieces of any size, into the values of its frames. */
export class FrameReader {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #held = 0;
  /** Bytes to hold before looking again, so that a long frame in small pieces is joined once. */
  #wanted = PREFIX;

  /** @param limit bytes that one frame may have. */
  constructor(limit: number = Number.MAX_SAFE_INTEGER) {
    this.#limit = limit;
  }

  /** The values that are complete now. Throws BAD_ARGUMENT on bytes that are no frame. */
  push(chunk: Uint8Array): unknown[] {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#wanted) return [];
    const bytes = join(this.#chunks, this.#held);
    const values: unknown[] = [];
    let at = 0;
    for (;;) {
      const rest = bytes.subarray(at);
      const size = frameSize(rest);
      this.#wanted = size.known;
      if (size.known > this.#limit) throw malformed(`it is longer than ${this.#limit} bytes`);
      if (size.header === undefined || rest.length < size.known) break;
      values.push(read(rest, size.header, size.jsonEnd));
      at += size.known;
    }
    this.#chunks = [bytes.slice(at)];
    this.#held = bytes.length - at;
    return values;
  }

  /** Throws BAD_ARGUMENT when the stream ended inside a frame. */
  end(): void {
    if (this.#held > 0) throw malformed('it ends in the middle of a frame');
  }
}

/** How many bytes the frame needs as far as can be told; the header once it is there. */
function frameSize(bytes: Uint8Array): { known: number; jsonEnd: number; header?: Header } {
  if (bytes.length < PREFIX) return { known: PREFIX, jsonEnd: 0 };
  const jsonEnd = PREFIX + new DataView(bytes.buffer, bytes.byteOffset, PREFIX).getUint32(0);
  if (bytes.length < jsonEnd) return { known: jsonEnd, jsonEnd };
  const header = parseHeader(bytes.subarray(PREFIX, jsonEnd));
  return { known: header.p.reduce((sum, part) => sum + part, jsonEnd), jsonEnd, header };
}

function parseHeader(json: Uint8Array): Header {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw malformed('its text is not JSON in UTF-8');
  }
  if (typeof header !== 'object' || header === null || !('v' in header) || !('p' in header)) {
    throw malformed('its header is incomplete');
  }
  const { v, p } = header;
  const isSize = (size: unknown) => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
  if (!Array.isArray(p) || !p.every(isSize)) throw malformed('its part sizes are no sizes');
  return { v, p };
}

function read(bytes: Uint8Array, header: Header, jsonEnd: number): unknown {
  const parts: Uint8Array[] = [];
  let at = jsonEnd;
  for (const size of header.p) {
    parts.push(bytes.slice(at, at + size));
    at += size;
  }
  return unpack(header.v, parts, 0);
}

function pack(value: unknown, parts: Uint8Array[], depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw malformed(`it is nested deeper than ${MAX_DEPTH} levels`);
  if (value instanceof Uint8Array) return { $bytes: parts.push(value) - 1 };
  if (Array.isArray(value)) return value.map((item) => pack(item, parts, depth + 1));
  const entries = Object.entries(value).map(([key, item]) => [
    key.startsWith('$') ? `$${key}` : key,
    pack(item, parts, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

function unpack(value: unknown, parts: Uint8Array[], depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw malformed(`it is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return value.map((item) => unpack(item, parts, depth + 1));
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === '$bytes') {
    const part = parts[Number(first[1])];
    if (typeof first[1] !== 'number' || part === undefined)
      throw malformed('it names a part that is not there');
    return part;
  }
  return Object.fromEntries(
    entries.map(([key, item]) => {
      if (key.startsWith('$') && !key.startsWith('$$')) throw malformed(`it has the reserved key ${key}`);
      return [key.startsWith('$$') ? key.slice(1) : key, unpack(item, parts, depth + 1)];
    }),
  );
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function malformed(reason: string): TickmarkError {
  return new TickmarkError('BAD_ARGUMENT', `The message could not be read: ${reason}.`);
}
