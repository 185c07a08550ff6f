import { readFile } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';
import type { TextFile } from '../file/unpack.ts';
import type { Json } from '../kit.ts';
import { JsonScanner, type KeptChildren, type Span } from './json-scan.ts';
import { Turns } from './turns.ts';
import { parseYaml } from './yaml-document.ts';

const LARGEST = 1 << 30;

/** One record of a document; its text is made when it is asked for, so that a large document is not held twice. */
export interface DocumentRecord {
  /** Member name, where the records are the members of an object. */
  readonly name: string | null;
  /** As written. */
  readonly json: string;
  readonly duplicate: string | null;
}

/** A JSON or YAML file as a whole. */
export interface OpenDocument {
  format: 'json' | 'yaml';
  /** Names of the root's members, empty for a list. */
  members: readonly string[];
  /** JSON text of a member of the root that is neither object nor list; null = no such member. */
  scalar: (name: string) => string | null;
  /** Where lists of objects lie, nested ones included; `keyed`: the members of an object, which are alike. */
  lists: () => { path: string; keyed: boolean }[];
  /** Records at a dotted path ('' = root), the same list each time; null = nothing there that holds records. */
  records: (path: string, keyed: boolean) => readonly DocumentRecord[] | null;
}

const DEEPEST = 4;

interface ListPlace {
  path: string;
  keyed: boolean;
}

/** What is asked of a value once is kept: over a hundred readers look into the same document. */
class KnownSpans {
  readonly #scanner: JsonScanner;
  readonly #kept: KeptChildren;

  constructor(scanner: JsonScanner, kept: KeptChildren) {
    this.#scanner = scanner;
    this.#kept = kept;
  }

  elements(array: Span): readonly Span[] {
    const known = this.#kept.elements.get(array) ?? this.#scanner.elements(array);
    this.#kept.elements.set(array, known);
    return known;
  }

  members(object: Span): readonly { key: string; value: Span }[] {
    const known = this.#kept.members.get(object) ?? this.#scanner.members(object);
    this.#kept.members.set(object, known);
    return known;
  }

  at(root: Span, path: string): Span | null {
    let span: Span | null = root;
    for (const step of path === '' ? [] : path.split('.')) {
      if (span?.kind !== 'object') return null;
      span = this.members(span).find((member) => member.key === step)?.value ?? null;
    }
    return span;
  }
}

class SpanRecord implements DocumentRecord {
  readonly name: string | null;
  readonly #scanner: JsonScanner;
  readonly #span: Span;

  constructor(scanner: JsonScanner, span: Span, name: string | null) {
    this.name = name;
    this.#scanner = scanner;
    this.#span = span;
  }

  get duplicate(): string | null {
    return this.#span.duplicate;
  }

  get json(): string {
    return this.#scanner.text(this.#span.start, this.#span.end);
  }
}

/** `alone`: nothing stands beside the value, so that its members may be the records. */
function listPlaces(
  scanner: KnownSpans,
  span: Span,
  path: string,
  depth: number,
  alone: boolean,
): ListPlace[] {
  if (span.kind === 'array') {
    const items = scanner.elements(span);
    const objects = items.length > 0 && items.every(({ kind }) => kind === 'object');
    return objects ? [{ path, keyed: false }] : [];
  }
  if (span.kind !== 'object' || depth === DEEPEST) return [];
  const members = scanner.members(span);
  // Several objects side by side are the parts of one thing; a single one only wraps what is in it.
  const wraps = members.filter(({ value }) => value.kind === 'object').length === 1;
  const found = members.flatMap(({ key, value }) => {
    // A dot would read as a step of the path.
    if (key === '' || key.includes('.') || (value.kind === 'object' && !wraps)) return [];
    const inside = path === '' ? key : `${path}.${key}`;
    return listPlaces(scanner, value, inside, depth + 1, alone && members.length === 1);
  });
  const alike = alone && members.length > 1 && members.every(({ value }) => value.kind === 'object');
  return found.length === 0 && alike ? [{ path, keyed: true }] : found;
}

async function open(format: 'json' | 'yaml', bytes: Uint8Array, signal?: AbortSignal): Promise<OpenDocument> {
  const scanner = new JsonScanner(bytes);
  const kept: KeptChildren = { elements: new WeakMap(), members: new WeakMap() };
  const root = await new Turns(signal).all(scanner.rootInSteps(kept));
  const spans = new KnownSpans(scanner, kept);
  const members = root.kind === 'object' ? spans.members(root) : [];
  const record = (span: Span, name: string | null) => new SpanRecord(scanner, span, name);
  const recordsAt = (path: string, keyed: boolean): DocumentRecord[] | null => {
    const span = spans.at(root, path);
    if (span === null || span.kind === 'other') return null;
    if (keyed)
      return span.kind === 'object'
        ? spans.members(span).map((member) => record(member.value, member.key))
        : null;
    return span.kind === 'array'
      ? spans.elements(span).map((item) => record(item, null))
      : [record(span, null)];
  };
  const known = new Map<string, DocumentRecord[] | null>();
  return {
    format,
    members: members.map(({ key }) => key),
    scalar: (name) => {
      const span = members.find(({ key }) => key === name)?.value;
      return span?.kind === 'other' ? scanner.text(span.start, span.end) : null;
    },
    lists: () => listPlaces(spans, root, '', 0, true),
    records: (path, keyed) => {
      const name = `${keyed}:${path}`;
      if (!known.has(name)) known.set(name, recordsAt(path, keyed));
      return known.get(name)!;
    },
  };
}

/** JSON that was made here from another form. */
export function openJsonBytes(bytes: Uint8Array): Promise<OpenDocument> {
  return open('json', bytes);
}

/** Throws FILE_MALFORMED, FILE_TRUNCATED, FILE_TOO_COMPLEX, CANCELLED. */
export async function openJson(text: TextFile, signal?: AbortSignal): Promise<OpenDocument> {
  if (text.size > LARGEST) {
    throw new TickmarkError('FILE_TOO_COMPLEX', 'the JSON document is larger than 1 GB', {
      hint: 'Ask for it as NDJSON, one record a line: that is read at any size.',
    });
  }
  return open('json', await readFile(text.path), signal);
}

/** Throws FILE_MALFORMED, FILE_TOO_COMPLEX. */
export async function openYaml(text: TextFile): Promise<OpenDocument> {
  const value: Json = parseYaml((await readFile(text.path, 'utf8')).replace(/^\uFEFF/, ''));
  if (value === null || typeof value !== 'object') {
    throw new TickmarkError('FILE_MALFORMED', 'the YAML holds neither keys nor a list', {
      hint: 'Check that this is the right file.',
    });
  }
  return open('yaml', Buffer.from(JSON.stringify(value), 'utf8'));
}
