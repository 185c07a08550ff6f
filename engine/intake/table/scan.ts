import { open } from 'node:fs/promises';
import { TickmarkError } from '#shared/model/errors.ts';
import { throwIfCancelled } from '../file/receive.ts';
import type { RecordPasser } from '../scanner/record-passer.ts';
import { LF, newFacts, readRecord, type Dialect, type RecordFacts, type RecordFault } from './record.ts';

const CHUNK = 1 << 20;
/** A quoted value longer than this is taken for one that was never closed. */
const LONGEST_QUOTED = 1 << 20;
export const LONGEST_RECORD = 8 << 20;
/** So many long searches for a closing quote mean that the file is no table. */
const MOST_RESCANS = 200;

export interface ScannedRecord {
  /** Bytes of the record without its line end. Valid only during the call. */
  bytes: Uint8Array;
  fields: number;
  fault: RecordFault | null;
  irregular: boolean;
  padded: boolean;
  lineEnd: RecordFacts['lineEnd'];
}

export interface TableScan {
  /** Values that the header has; 0 = not known yet. */
  width: () => number;
  each: (record: ScannedRecord) => void;
  /** Where given, sound records as wide as the header are only counted there and not shown to `each`. */
  passer?: RecordPasser;
  signal?: AbortSignal | undefined;
  /** Awaited between chunks: lets a writer keep up. */
  drain?: () => Promise<void>;
  onBytes?: ((done: number) => void) | undefined;
}

/**
 * Calls `each` for every record of a delimited file, the header included, blank lines left out; returns the number of
 * blank lines. After a record with a fault the scan goes on at the line after its first, so that one missing quote
 * costs one line. Throws FILE_TOO_COMPLEX, FILE_MALFORMED, CANCELLED.
 */
export async function scanTable(path: string, dialect: Dialect, scan: TableScan): Promise<{ blank: number }> {
  const { width, each, passer, signal, drain, onBytes } = scan;
  const file = await open(path, 'r');
  try {
    // One buffer for all chunks.
    let space = Buffer.allocUnsafe(CHUNK);
    let buffer = space.subarray(0, 0);
    let start = 0;
    let position = 0;
    let last = false;
    let blank = 0;
    let rescans = 0;
    const facts = newFacts();
    const more = async () => {
      throwIfCancelled(signal);
      await drain?.();
      const kept = buffer.length - start;
      const needed = kept + CHUNK;
      const grown = space.length >= needed ? space : Buffer.allocUnsafe(needed * 2);
      buffer.copy(grown, 0, start);
      space = grown;
      const { bytesRead } = await file.read(space, kept, CHUNK, position);
      position += bytesRead;
      onBytes?.(position);
      last = bytesRead === 0;
      buffer = space.subarray(0, kept + bytesRead);
      passer?.forget();
      start = 0;
    };
    await more();
    if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) start = 3;
    for (;;) {
      if (start >= buffer.length) {
        if (last) return { blank };
        await more();
        continue;
      }
      const columns = width();
      if (passer && columns > 0) {
        const passed = passer.pass(space, start, buffer.length, dialect.delimiter, columns);
        if (passed > start) {
          start = passed;
          continue;
        }
      }
      readRecord(buffer, start, buffer.length, dialect, last, facts);
      let incomplete = facts.next < 0;
      if (incomplete && !last) {
        const held = buffer.length - start;
        if (held < LONGEST_QUOTED || buffer.indexOf(LF, start) < 0) {
          if (held > LONGEST_RECORD) {
            throw new TickmarkError(
              'FILE_TOO_COMPLEX',
              `a record is longer than ${LONGEST_RECORD / 2 ** 20} MB`,
              {
                hint: 'A table has many short lines. Check that this is the right file and not a memory image.',
              },
            );
          }
          await more();
          continue;
        }
        facts.fault = 'UNCLOSED_QUOTE';
        facts.fields = 0;
        incomplete = false;
      }
      // A record that runs over several lines and does not fit the header is more likely a stray quote than data.
      const misfit = facts.multiline && columns > 0 && facts.fields !== columns;
      let end = facts.end;
      let next = facts.next;
      if (facts.fault !== null || misfit) {
        const reach = (next < 0 ? buffer.length : next) - start;
        if (reach > 1 << 16 && ++rescans > MOST_RESCANS) {
          throw new TickmarkError(
            'FILE_MALFORMED',
            'quotes that are opened are not closed, again and again',
            {
              hint: 'The file does not use double quotes as CSV does. Ask for it with quoting, or as XLSX.',
            },
          );
        }
        const lineEnd = buffer.indexOf(LF, start);
        end = lineEnd < 0 ? buffer.length : lineEnd;
        next = lineEnd < 0 ? buffer.length : lineEnd + 1;
        if (lineEnd < 0 && !last) {
          await more();
          continue;
        }
        // Whatever broke on a later line, on this one the quote was left open.
        if (facts.fault === null || (lineEnd >= 0 && facts.next > lineEnd)) facts.fault = 'UNCLOSED_QUOTE';
        if (end > start && buffer[end - 1] === 13) end -= 1;
      }
      if (end === start) blank += 1;
      else {
        each({
          bytes: buffer.subarray(start, end),
          fields: facts.fields,
          fault: facts.fault,
          irregular: facts.irregular,
          padded: facts.padded,
          lineEnd: facts.lineEnd,
        });
      }
      start = next;
    }
  } finally {
    await file.close();
  }
}
