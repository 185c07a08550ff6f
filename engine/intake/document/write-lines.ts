import { open } from 'node:fs/promises';
import { throwIfCancelled } from '../file/receive.ts';
import type { Json } from '../kit.ts';
import { KeyLists } from './key-lists.ts';

/** A record as one line of JSON. */
export interface Line {
  n: number;
  of: string;
  json: string;
}

const FLUSH_AT = 4 << 20;

export interface Written {
  keys: Map<string, string[]>;
  counts: Map<string, number>;
  /** Characters of the longest record. */
  widest: number;
  /** Bytes. */
  size: number;
}

/**
 * Writes the lines, numbered, and notes what is in them; adds to `counts`. In pieces: all of them together can be longer than a text
 * may be. Throws CANCELLED.
 */
export async function writeLines(
  path: string,
  lines: Iterable<Line>,
  counts: Map<string, number>,
  signal: AbortSignal | undefined,
): Promise<Written> {
  const keys = new KeyLists();
  const file = await open(path, 'w', 0o600);
  let [widest, size, waiting] = [0, 0, 0];
  let pending: string[] = [];
  const flush = async () => {
    const bytes = Buffer.from(pending.join(''), 'utf8');
    pending = [];
    waiting = 0;
    size += bytes.length;
    await file.writeFile(bytes);
    throwIfCancelled(signal);
  };
  try {
    for (const { n, of, json } of lines) {
      counts.set(of, (counts.get(of) ?? 0) + 1);
      keys.note(of, JSON.parse(json) as Json);
      widest = Math.max(widest, json.length);
      pending.push(`${n}\t${of === '' ? '$' : of}\t${json}\n`);
      waiting += json.length;
      if (waiting >= FLUSH_AT) await flush();
    }
    await flush();
  } finally {
    await file.close();
  }
  return { keys: keys.lists(), counts, widest, size };
}
