import { createReadStream } from 'node:fs';
import { TickmarkError } from '#shared/model/errors.ts';
import { throwIfCancelled } from '../file/receive.ts';
import { LONGEST_RECORD } from '../table/scan.ts';

/**
 * Calls `each` with every line of a UTF-8 text, blank ones included, without its end; `drain` between chunks.
 * Throws FILE_TOO_COMPLEX, CANCELLED.
 */
export async function eachLine(
  path: string,
  each: (line: string, number: number) => void,
  signal?: AbortSignal,
  drain?: () => Promise<void>,
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let number = 0;
  const give = (line: string) => each(line.endsWith('\r') ? line.slice(0, -1) : line, (number += 1));
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    throwIfCancelled(signal);
    const text = rest + decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      give(text.slice(start, end));
      start = end + 1;
    }
    rest = text.slice(start);
    if (rest.length > LONGEST_RECORD) {
      throw new TickmarkError('FILE_TOO_COMPLEX', `a line is longer than ${LONGEST_RECORD / 2 ** 20} MB`, {
        hint: 'Check that this is the right file and that its line ends were kept.',
      });
    }
    await drain?.();
  }
  rest += decoder.decode();
  if (rest !== '') give(rest);
}
