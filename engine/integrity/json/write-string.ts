import type { ByteSink } from './byte-sink.ts';
import type { CanonicalForm } from './forms.ts';
import { type JsonTape, LONE, PLAIN } from './tape.ts';
import { codePointAt } from './utf8.ts';

const HEX = '0123456789abcdef';
const SHORT_ESCAPE: Record<number, number> = { 8: 98, 9: 116, 10: 110, 12: 102, 13: 114, 34: 34, 92: 92 };

function writeUnit(sink: ByteSink, unit: number): void {
  sink.byte(92);
  sink.byte(117);
  for (let shift = 12; shift >= 0; shift -= 4) sink.byte(HEX.charCodeAt((unit >> shift) & 15));
}

function writeEscapedString(doc: JsonTape, node: number, form: CanonicalForm, sink: ByteSink): void {
  if (!form.ascii && doc.has(node, LONE)) sink.fault ??= 'a surrogate without its partner has no UTF-8 form';
  const bytes = doc.buffer(node);
  const end = doc.finish(node);
  for (let i = doc.start(node); i < end; ) {
    const c = bytes[i]!;
    const short = c < 128 ? SHORT_ESCAPE[c] : undefined;
    if (short !== undefined) {
      sink.byte(92);
      sink.byte(short);
      i++;
    } else if (c < 32 || (c === 127 && form.ascii)) {
      writeUnit(sink, c);
      i++;
    } else if (c < 128 || !form.ascii) {
      sink.byte(c);
      i++;
    } else {
      const length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
      const point = codePointAt(bytes, i, length);
      if (point > 0xffff) {
        writeUnit(sink, 0xd800 + ((point - 0x10000) >> 10));
        writeUnit(sink, 0xdc00 + ((point - 0x10000) & 0x3ff));
      } else {
        writeUnit(sink, point);
      }
      i += length;
    }
  }
}

export function writeString(doc: JsonTape, node: number, form: CanonicalForm, sink: ByteSink): void {
  if (doc.has(node, PLAIN)) {
    // With its quotes, which stand around it in the source as well.
    sink.copy(doc.source, doc.start(node) - 1, doc.finish(node) + 1);
    return;
  }
  sink.byte(34);
  writeEscapedString(doc, node, form, sink);
  sink.byte(34);
}
