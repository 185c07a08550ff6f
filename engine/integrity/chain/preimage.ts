import type { ByteSink } from '../json/byte-sink.ts';
import { writeColon, writeComma, writeMembers, writeObjectExcept, writeValue } from '../json/canonical.ts';
import { keysInOrder } from '../json/key-order.ts';
import { type JsonTape, NULL, STRING } from '../json/tape.ts';
import { encodeText } from '../json/utf8.ts';
import { writeString } from '../json/write-string.ts';
import type { Digests } from '../digests.ts';
import type { CompiledProfile } from './compile.ts';

/** Nodes of the fields that the profile names; -1 where the record lacks them. */
export interface FieldNodes {
  hash: number;
  previous: number;
}

function isNamed(doc: JsonTape, key: number, names: readonly Uint8Array[]): boolean {
  const buffer = doc.buffer(key);
  const start = doc.start(key);
  const length = doc.finish(key) - start;
  outer: for (const name of names) {
    if (name.length !== length) continue;
    for (let i = 0; i < length; i++) if (buffer[start + i] !== name[i]) continue outer;
    return true;
  }
  return false;
}

/** Key nodes of the members that are hashed, in order. */
function hashedKeys(doc: JsonTape, compiled: CompiledProfile, fields: FieldNodes): number[] {
  const { profile, only, leaveOut } = compiled;
  const dropNulls = profile.content.nulls === 'drop';
  const withPrevious = profile.link.position === 'in_record';
  const keep = (key: number) =>
    key + 1 !== fields.hash &&
    (withPrevious || key + 1 !== fields.previous) &&
    !(dropNulls && doc.kind(key + 1) === NULL) &&
    !(leaveOut.length > 0 && isNamed(doc, key, leaveOut));
  if (only !== null && (!profile.content.sorted || profile.content.form === 'delimited')) {
    return only
      .map((name) => doc.find(0, name))
      .filter((node) => node > 0)
      .map((node) => node - 1)
      .filter(keep);
  }
  const keys = keysInOrder(doc, 0, compiled.form);
  let kept = 0;
  for (const key of keys) {
    if (keep(key) && (only === null || isNamed(doc, key, only))) keys[kept++] = key;
  }
  keys.length = kept;
  return keys;
}

function writeDelimited(
  doc: JsonTape,
  keys: readonly number[],
  compiled: CompiledProfile,
  sink: ByteSink,
): void {
  const delimiter = encodeText(compiled.profile.content.delimiter);
  keys.forEach((key, i) => {
    if (i > 0) sink.copy(delimiter, 0, delimiter.length);
    const value = key + 1;
    if (doc.kind(value) === STRING) sink.copy(doc.buffer(value), doc.start(value), doc.finish(value));
    else if (doc.kind(value) !== NULL) writeValue(doc, value, compiled.form, sink);
  });
}

/** The record itself, without hash and whatever else the profile leaves out. */
function writeContent(
  doc: JsonTape,
  compiled: CompiledProfile,
  fields: FieldNodes,
  sink: ByteSink,
  line: Uint8Array,
): void {
  const { take, profile, form } = compiled;
  if (take !== null) {
    const node = doc.find(0, take);
    if (node < 0) sink.fault ??= `the field ${profile.content.take} is missing`;
    else if (profile.content.form !== 'raw') writeValue(doc, node, form, sink);
    else if (doc.kind(node) === STRING) sink.copy(doc.buffer(node), doc.start(node), doc.finish(node));
    else sink.fault ??= `the field ${profile.content.take} is no text`;
    return;
  }
  if (profile.content.form === 'raw') {
    sink.copy(line, 0, line.length);
    return;
  }
  if (compiled.wholeRecord) {
    const previous = profile.link.position === 'in_record' ? -1 : fields.previous;
    writeObjectExcept(doc, 0, form, sink, fields.hash, previous);
    return;
  }
  const keys = hashedKeys(doc, compiled, fields);
  if (profile.content.form === 'delimited') writeDelimited(doc, keys, compiled, sink);
  else writeMembers(doc, keys, form, sink);
}

function writePrevious(doc: JsonTape, compiled: CompiledProfile, fields: FieldNodes, sink: ByteSink): void {
  if (fields.previous < 0) sink.ascii('null');
  else if (doc.kind(fields.previous) === STRING) writeString(doc, fields.previous, compiled.form, sink);
  else writeValue(doc, fields.previous, compiled.form, sink);
}

function writeEnvelope(
  doc: JsonTape,
  compiled: CompiledProfile,
  fields: FieldNodes,
  sink: ByteSink,
  line: Uint8Array,
): void {
  const { form, profile } = compiled;
  const members: [string, () => void][] = [
    [profile.link.previous_name, () => writePrevious(doc, compiled, fields, sink)],
    [profile.link.record_name, () => writeContent(doc, compiled, fields, sink, line)],
  ];
  if (form.order !== 'insertion') members.sort(([a], [b]) => (a < b ? -1 : 1));
  sink.byte(123);
  members.forEach(([name, write], i) => {
    if (i > 0) writeComma(form, sink);
    sink.ascii(JSON.stringify(name));
    writeColon(form, sink);
    write();
  });
  sink.byte(125);
}

/**
 * Writes the bytes whose digest is the hash of the record that `doc` holds. `sink.fault` is set when there are none.
 * `scratch` is used for profiles that hash a digest of the content.
 */
export function writePreimage(
  doc: JsonTape,
  compiled: CompiledProfile,
  fields: FieldNodes,
  line: Uint8Array,
  sink: ByteSink,
  scratch: ByteSink,
  digests: Digests,
): void {
  sink.reset();
  const { link, digest } = compiled.profile;
  if (link.position === 'envelope') return writeEnvelope(doc, compiled, fields, sink, line);
  if (link.position !== 'joined') return writeContent(doc, compiled, fields, sink, line);
  if (fields.previous >= 0 && doc.kind(fields.previous) === STRING) {
    sink.copy(doc.buffer(fields.previous), doc.start(fields.previous), doc.finish(fields.previous));
  }
  const separator = encodeText(link.separator);
  sink.copy(separator, 0, separator.length);
  if (link.inner === 'content') return writeContent(doc, compiled, fields, sink, line);
  scratch.reset();
  writeContent(doc, compiled, fields, scratch, line);
  sink.fault = scratch.fault;
  sink.ascii(digests.hash(digest.algorithm, scratch.view()));
}
