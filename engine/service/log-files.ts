import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TickmarkError } from '#shared/model/errors.ts';
import type { LogFile } from '#engine/integrity/index.ts';

const LIKE_A_LOG = /\.((nd)?jsonl?|log)(\.gz)?$/i;

/** Bytes of a file, decompressed when it is gzip by its content. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const raw = createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  const source = raw[Symbol.asyncIterator]();
  const head = await source.next();
  const whole = (async function* () {
    if (head.done !== true) yield head.value;
    yield* { [Symbol.asyncIterator]: () => source };
  })();
  const isGzip = head.done !== true && head.value[0] === 0x1f && head.value[1] === 0x8b;
  if (!isGzip) {
    yield* whole;
    return;
  }
  const unpacked = createGunzip();
  const piped = pipeline(Readable.from(whole), unpacked);
  piped.catch(() => undefined);
  try {
    yield* unpacked as AsyncIterable<Buffer>;
    await piped;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw cause;
    throw new TickmarkError('FILE_TRUNCATED', `${path}: its gzip data is damaged or ends in the middle`, {
      cause,
    });
  }
}

/** Log files of paths, which are files or folders, with those of a folder that are not named like logs. */
export function findLogs(paths: readonly string[]): { files: LogFile[]; left: string[] } {
  const found: string[] = [];
  const left: string[] = [];
  for (const path of paths) {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined)
      throw new TickmarkError('NOT_FOUND', `there is no file ${path}`, {
        hint: 'Name an engagement folder, NDJSON log files, or a folder of these.',
      });
    if (!status.isDirectory()) {
      found.push(path);
      continue;
    }
    const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
    const names = entries.map(({ name }) => name).sort((a, b) => (a < b ? -1 : 1));
    for (const name of names) (LIKE_A_LOG.test(name) ? found : left).push(join(path, name));
  }
  if (found.length === 0)
    throw new TickmarkError('NOT_FOUND', `there is no log in ${paths.join(', ')}`, {
      hint: 'Logs end in .ndjson, .jsonl, .json or .log, gzipped or not. An engagement has a file engagement.json.',
    });
  const files = [...new Set(found)].map((path) => ({ name: path, open: () => bytesOf(path) }));
  return { files, left };
}
