import { TickmarkError } from '#shared/model/errors.ts';
import { JsonDocument } from '../json/document.ts';
import { ARRAY, NUMBER, OBJECT, STRING } from '../json/tape.ts';
import { encodeText } from '../json/utf8.ts';
import type { AnchorOptions, ChainAnchor } from './model.ts';
import { parseSignedNote } from './signed-note.ts';

function invalid(message: string): TickmarkError {
  return new TickmarkError('ANCHOR_INVALID', message, {
    hint: 'An anchor is {"chain": …, "count": …, "head": …}, a list of these, or a signed checkpoint (C2SP signed note).',
  });
}

function member(doc: JsonDocument, object: number, name: string): number {
  return doc.find(object, encodeText(name));
}

function fromObject(doc: JsonDocument, object: number): ChainAnchor {
  if (doc.kind(object) !== OBJECT) throw invalid('The anchor is no JSON object');
  const chain = member(doc, object, 'chain');
  const count = member(doc, object, 'count');
  const head = member(doc, object, 'head');
  if (head < 0 || doc.kind(head) !== STRING || !/^(0x)?[0-9a-fA-F]{8,128}$/.test(doc.text(head))) {
    throw invalid('The head of the anchor is no hash in hex');
  }
  if (count < 0 || doc.kind(count) !== NUMBER || !/^[1-9][0-9]{0,14}$/.test(doc.text(count))) {
    throw invalid('The count of the anchor is no whole number above zero');
  }
  if (chain >= 0 && doc.text(chain) !== 'null' && doc.kind(chain) !== STRING) {
    throw invalid('The chain of the anchor is no text');
  }
  return {
    chain: chain >= 0 && doc.kind(chain) === STRING && doc.text(chain) !== '' ? doc.text(chain) : null,
    count: Number(doc.text(count)),
    head: doc.text(head).toLowerCase(),
    origin: 'statement',
    verified: false,
  };
}

/**
 * Reads an anchor file: `{"chain","count","head"}`, a list of these, or a C2SP signed note whose body is origin (the
 * chain), size (the count) and base64 head. Throws ANCHOR_INVALID when it is malformed or its signature does not hold.
 */
export function parseAnchor(file: Uint8Array | string, options: AnchorOptions): ChainAnchor[] {
  const bytes = typeof file === 'string' ? encodeText(file) : file;
  const first = bytes.find((byte) => byte > 32);
  if (first !== 123 && first !== 91) return [parseSignedNote(bytes, options)];
  if (options.verifierKey !== undefined) {
    throw invalid('A key was given, and the anchor is no signed checkpoint: nothing of it can be checked');
  }
  const doc = new JsonDocument();
  const fault = doc.parse(bytes);
  if (fault !== null) throw invalid(`The anchor is no JSON: ${fault.message}`);
  if (doc.kind(0) !== ARRAY) return [fromObject(doc, 0)];
  const anchors: ChainAnchor[] = [];
  for (let item = 1; item < doc.next(0); item = doc.next(item)) anchors.push(fromObject(doc, item));
  if (anchors.length === 0) throw invalid('The list of anchors is empty');
  return anchors;
}
