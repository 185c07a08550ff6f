import type { ByteSink } from './byte-sink.ts';
import type { CanonicalForm } from './forms.ts';
import { ecmaScriptNumber, pythonNumber } from './numbers.ts';
import { INTEGER, type JsonTape } from './tape.ts';
import { textOf } from './utf8.ts';

/**
 * True for a decimal that Python prints as it stands: no exponent, at most 15 digits, no superfluous zero at its end,
 * and not so small that an exponent would be used.
 */
function isPlainDecimal(source: Uint8Array, start: number, end: number): boolean {
  if (end - start > 16) return false;
  let at = source[start] === 45 ? start + 1 : start;
  const small = source[at] === 48;
  while (at < end && source[at] !== 46) {
    if (source[at]! > 57) return false;
    at++;
  }
  const fraction = at + 1;
  for (at = fraction; at < end; at++) if (source[at]! > 57) return false;
  if (small && source[fraction] === 48) return fraction + 1 === end;
  return source[end - 1] !== 48 || fraction + 1 === end;
}

export function writeNumber(doc: JsonTape, node: number, form: CanonicalForm, sink: ByteSink): void {
  const start = doc.start(node);
  const end = doc.finish(node);
  const negativeZero = doc.source[start] === 45 && doc.source[start + 1] === 48;
  if (doc.has(node, INTEGER) && !negativeZero && (form.numbers === 'python' || end - start <= 15)) {
    sink.copy(doc.source, start, end);
    return;
  }
  if (form.numbers === 'python' && !doc.has(node, INTEGER) && isPlainDecimal(doc.source, start, end)) {
    sink.copy(doc.source, start, end);
    return;
  }
  const lexeme = textOf(doc.source, start, end);
  const text = form.numbers === 'python' ? pythonNumber(lexeme) : ecmaScriptNumber(lexeme);
  if (text === null) sink.fault ??= `the number ${lexeme.slice(0, 40)} is beyond the range of a double`;
  else sink.ascii(text);
}
