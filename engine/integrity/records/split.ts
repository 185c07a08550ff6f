import { ArraySplitter } from './array-splitter.ts';
import { LineSplitter } from './line-splitter.ts';
import type { ChainRecordLine } from './record.ts';

const BOM = [0xef, 0xbb, 0xbf];

/**
 * Cuts a log into records, in batches of one per chunk. Understood: one JSON text per line (LF or CRLF, with or without
 * byte order mark and last line end), and one JSON array of records, pretty-printed or not. The source may fill
 * a chunk anew once the next one is asked for: then the bytes of a record are valid until the next batch only.
 */
export async function* splitBatches(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ChainRecordLine[]> {
  let splitter: LineSplitter | ArraySplitter | null = null;
  let head: Uint8Array = new Uint8Array(0);
  for await (const received of source) {
    // A plain view: cutting a Buffer costs several times as much.
    const chunk = new Uint8Array(received.buffer, received.byteOffset, received.length);
    if (splitter !== null) {
      const batch = splitter.push(chunk);
      if (batch.length > 0) yield batch;
      continue;
    }
    head = head.length === 0 ? chunk : join(head, chunk);
    splitter = choose(head, false);
    if (splitter !== null) yield splitter.push(head.subarray(splitter.skip));
    else head = head.slice();
  }
  splitter ??= choose(head, true);
  if (head.length > 0 && splitter !== null) {
    const batch = splitter.finish();
    if (batch.length > 0) yield batch;
  }
}

/** The same, record by record. */
export async function* splitLines(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ChainRecordLine> {
  for await (const batch of splitBatches(source)) yield* batch;
}

/**
 * Looks at the start of a log: whether it is one JSON array or lines, and all of its bytes again, for lines without the
 * byte order mark.
 */
export async function startOfLog(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ isArray: boolean; bytes: AsyncGenerator<Uint8Array> }> {
  const rest = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let head: Uint8Array = new Uint8Array(0);
  let splitter: LineSplitter | ArraySplitter | null = null;
  while (splitter === null) {
    const step = await rest.next();
    if (step.done === true) {
      splitter = choose(head, true);
      break;
    }
    const chunk = new Uint8Array(step.value.buffer, step.value.byteOffset, step.value.length);
    head = head.length === 0 ? chunk : join(head, chunk);
    splitter = choose(head, false);
    if (splitter === null) head = head.slice();
  }
  const isArray = splitter instanceof ArraySplitter;
  return { isArray, bytes: resume(isArray ? head : head.subarray(splitter?.skip ?? 0), rest) };
}

async function* resume(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (;;) {
      const step = await rest.next();
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    await rest.return?.();
  }
}

function choose(head: Uint8Array, last: boolean): LineSplitter | ArraySplitter | null {
  const skip = BOM.every((byte, i) => head[i] === byte) ? 3 : 0;
  if (head.length < 3 && !last) return null;
  let at = skip;
  while (at < head.length && (head[at] === 32 || head[at] === 9 || head[at] === 10 || head[at] === 13)) at++;
  if (at === head.length) return last ? new LineSplitter(skip) : null;
  return head[at] === 91 ? new ArraySplitter(skip) : new LineSplitter(skip);
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}
