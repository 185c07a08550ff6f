import { ByteSink } from './byte-sink.ts';
import { writeValue } from './canonical.ts';
import { JsonDocument } from './document.ts';
import type { CanonicalForm } from './forms.ts';
import { encodeText } from './utf8.ts';

export { ByteSink } from './byte-sink.ts';
export { writeValue } from './canonical.ts';
export { JsonDocument, type JsonFault } from './document.ts';
export { type CanonicalForm, JCS, pythonForm } from './forms.ts';

/** Canonical bytes of a JSON text, or the reason why it has none. Shape: `{ bytes }` or `{ error }`. */
export function canonicalBytes(
  json: Uint8Array | string,
  form: CanonicalForm,
): { bytes: Uint8Array<ArrayBuffer> } | { error: string } {
  const doc = new JsonDocument();
  const sink = new ByteSink();
  const fault = doc.parse(typeof json === 'string' ? encodeText(json) : json);
  if (fault !== null) return { error: `${fault.message} (at byte ${fault.at})` };
  writeValue(doc, 0, form, sink);
  return sink.fault === null ? { bytes: sink.view().slice() } : { error: sink.fault };
}
