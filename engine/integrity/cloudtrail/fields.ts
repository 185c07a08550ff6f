import { JsonDocument } from '../json/document.ts';
import { ARRAY, NULL, NUMBER, OBJECT, STRING } from '../json/tape.ts';
import { encodeText } from '../json/utf8.ts';

/** Members of a JSON text by name, without `JSON.parse`: a key that stands twice is refused, numbers keep their digits. */
export class Fields {
  private readonly doc: JsonDocument;
  private readonly node: number;

  private constructor(doc: JsonDocument, node: number) {
    this.doc = doc;
    this.node = node;
  }

  /** The object that the text is, or why it is none. */
  static parse(bytes: Uint8Array): Fields | string {
    const doc = new JsonDocument();
    const fault = doc.parse(bytes);
    if (fault !== null) return `${fault.message} (at byte ${fault.at})`;
    return doc.kind(0) === OBJECT ? new Fields(doc, 0) : 'it is no JSON object';
  }

  private find(name: string): number {
    return this.doc.find(this.node, encodeText(name));
  }

  has(name: string): boolean {
    return this.find(name) >= 0;
  }

  /** Text of the member; null when it is JSON null or missing, undefined when it is something else. */
  text(name: string): string | null | undefined {
    const at = this.find(name);
    if (at < 0 || this.doc.kind(at) === NULL) return null;
    return this.doc.kind(at) === STRING ? this.doc.text(at) : undefined;
  }

  /** Text of a string or number; null for anything else. */
  scalar(name: string): string | null {
    const at = this.find(name);
    if (at < 0) return null;
    const kind = this.doc.kind(at);
    return kind === STRING || kind === NUMBER ? this.doc.text(at) : null;
  }

  object(name: string): Fields | null {
    const at = this.find(name);
    return at >= 0 && this.doc.kind(at) === OBJECT ? new Fields(this.doc, at) : null;
  }

  /** The objects of a list; null when the member is no list or holds something else. */
  list(name: string): Fields[] | null {
    const at = this.find(name);
    if (at < 0 || this.doc.kind(at) !== ARRAY) return null;
    const items: Fields[] = [];
    for (let item = at + 1; item < this.doc.next(at); item = this.doc.next(item)) {
      if (this.doc.kind(item) !== OBJECT) return null;
      items.push(new Fields(this.doc, item));
    }
    return items;
  }

  /** Names and texts of the members that are strings. */
  texts(): [string, string][] {
    const found: [string, string][] = [];
    for (let key = this.node + 1; key < this.doc.next(this.node); key = this.doc.next(key + 1))
      if (this.doc.kind(key + 1) === STRING) found.push([this.doc.text(key), this.doc.text(key + 1)]);
    return found;
  }
}
