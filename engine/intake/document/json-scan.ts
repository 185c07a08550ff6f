import { TickmarkError } from '#shared/model/errors.ts';
import { JsonTokens, malformed, truncated } from './json-tokens.ts';

/** Where a JSON value stands in its document, and what it is made of. */
export interface Span {
  start: number;
  end: number;
  kind: 'object' | 'array' | 'other';
  /** A key that this value, or one inside it, states twice; null = none. */
  duplicate: string | null;
}

/** Places of what lists and objects hold, by the list or object. */
export interface KeptChildren {
  elements: WeakMap<Span, readonly Span[]>;
  members: WeakMap<Span, readonly { key: string; value: Span }[]>;
}

/** A list or an object that is being read. */
interface Open {
  start: number;
  kind: 'object' | 'array';
  /** The byte that ends it. */
  close: number;
  /** Keys so far, of an object. */
  keys: Set<string>;
  /** The last of them. */
  key: string;
  duplicate: string | null;
  /** Once its end was reached. */
  end: number;
}

const spanOf = ({ start, end, kind, duplicate }: Open): Span => ({ start, end, kind, duplicate });

const DEEPEST = 256;
/** Levels of objects in which lists of records are looked for. */
const OUTER = 4;
/** Bytes. What is shorter is read again faster than it is kept. */
const WORTH_KEEPING = 64 * 1024;

/**
 * Reads JSON (RFC 8259) from bytes without building values: places only, so that numbers and texts stay as written.
 * Throws FILE_MALFORMED, FILE_TRUNCATED, FILE_TOO_COMPLEX.
 */
export class JsonScanner extends JsonTokens {
  /** The one value of the document. */
  root(): Span {
    return this.alone(this.value(this.start(), 0));
  }

  /** The same in steps, between which the caller may do other work; what the outer levels hold is put into `kept`. */
  *rootInSteps(kept: KeptChildren): Generator<void, Span> {
    return this.alone(yield* this.steps(this.start(), 0, kept));
  }

  private start(): number {
    const bom = this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf ? 3 : 0;
    return this.space(bom);
  }

  private alone(span: Span): Span {
    const rest = this.space(span.end);
    if (rest < this.bytes.length) throw malformed(rest, 'text follows the end of the document');
    return span;
  }

  elements(array: Span): Span[] {
    const found: Span[] = [];
    let at = this.space(array.start + 1);
    while (this.bytes[at] !== 0x5d) {
      const item = this.value(at, 1);
      found.push(item);
      at = this.space(item.end);
      if (this.bytes[at] === 0x2c) at = this.space(at + 1);
    }
    return found;
  }

  members(object: Span): { key: string; value: Span }[] {
    const found: { key: string; value: Span }[] = [];
    let at = this.space(object.start + 1);
    while (this.bytes[at] !== 0x7d) {
      const keyEnd = this.string(at);
      const key = JSON.parse(this.text(at, keyEnd)) as string;
      const value = this.value(this.space(this.space(keyEnd) + 1), 1);
      found.push({ key, value });
      at = this.space(value.end);
      if (this.bytes[at] === 0x2c) at = this.space(at + 1);
    }
    return found;
  }

  private value(at: number, depth: number): Span {
    if (!this.opens(at, depth)) return this.plain(at);
    const open = this.enter(at);
    for (let inside = this.first(open); inside !== null; ) {
      const value = this.value(inside, depth + 1);
      open.duplicate ??= value.duplicate;
      inside = this.next(open, value.end);
    }
    return spanOf(open);
  }

  /** The same in steps, one for each value in the outer levels. */
  private *steps(at: number, depth: number, kept: KeptChildren): Generator<void, Span> {
    if (!this.opens(at, depth)) return this.plain(at);
    const open = this.enter(at);
    const children: { key: string; value: Span }[] = [];
    // Records are read in one go: only what holds them is walked through.
    const outer = open.kind === 'object' && depth < OUTER;
    for (let inside = this.first(open); inside !== null; ) {
      const value: Span = outer ? yield* this.steps(inside, depth + 1, kept) : this.value(inside, depth + 1);
      open.duplicate ??= value.duplicate;
      children.push({ key: open.key, value });
      inside = this.next(open, value.end);
      yield;
    }
    const span = spanOf(open);
    if (span.end - span.start < WORTH_KEEPING) return span;
    if (span.kind === 'object') kept.members.set(span, children);
    else
      kept.elements.set(
        span,
        children.map(({ value }) => value),
      );
    return span;
  }

  /** Whether a list or an object begins here. */
  private opens(at: number, depth: number): boolean {
    if (depth > DEEPEST) {
      throw new TickmarkError('FILE_TOO_COMPLEX', `the JSON is nested more than ${DEEPEST} levels deep`, {
        hint: 'No export needs this.',
      });
    }
    const byte = this.bytes[at];
    if (byte === undefined) throw truncated();
    return byte === 0x7b || byte === 0x5b;
  }

  private plain(at: number): Span {
    const end = this.bytes[at] === 0x22 ? this.string(at) : this.word(at);
    return { start: at, end, kind: 'other', duplicate: null };
  }

  private enter(start: number): Open {
    const kind = this.bytes[start] === 0x7b ? 'object' : 'array';
    const keys = new Set<string>();
    return { start, kind, close: kind === 'object' ? 0x7d : 0x5d, keys, key: '', duplicate: null, end: 0 };
  }

  /** Place of the first value inside; null = there is none. */
  private first(open: Open): number | null {
    const at = this.space(open.start + 1);
    return this.closes(open, at) ? null : this.item(open, at);
  }

  /** Place of the value after the one that ends at `end`; null = that was the last. */
  private next(open: Open, end: number): number | null {
    const at = this.space(end);
    if (this.closes(open, at)) return null;
    if (at >= this.bytes.length) throw truncated();
    if (this.bytes[at] !== 0x2c)
      throw malformed(at, `a comma or a closing ${open.kind === 'object' ? 'brace' : 'bracket'} is expected`);
    return this.item(open, this.space(at + 1));
  }

  private closes(open: Open, at: number): boolean {
    if (this.bytes[at] !== open.close) return false;
    open.end = at + 1;
    return true;
  }

  /** Place of the value of the item at `at`: in an object behind its key and the colon. */
  private item(open: Open, at: number): number {
    if (open.kind === 'array') return at;
    if (at >= this.bytes.length) throw truncated();
    if (this.bytes[at] !== 0x22) throw malformed(at, 'a key in double quotes is expected');
    const keyEnd = this.string(at);
    open.key = JSON.parse(this.text(at, keyEnd)) as string;
    if (open.keys.has(open.key)) open.duplicate ??= open.key;
    open.keys.add(open.key);
    const colon = this.space(keyEnd);
    if (colon >= this.bytes.length) throw truncated();
    if (this.bytes[colon] !== 0x3a) throw malformed(colon, 'a colon is expected');
    return this.space(colon + 1);
  }
}
