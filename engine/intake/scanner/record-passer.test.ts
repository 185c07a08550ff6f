import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newFacts, readRecord } from '../table/record.ts';
import { RecordPasser } from './record-passer.ts';

const DELIMITERS = [',', ';', '\t', '|'];

/** The same by the reader of single records: sound, regular, of the wanted width, ended by a line feed. */
function passSlowly(bytes: Buffer, delimiter: number, width: number) {
  const facts = newFacts();
  const found = { stopped: 0, records: 0, widest: 0, padded: false, lf: false, crlf: false };
  while (found.stopped < bytes.length) {
    const start = found.stopped;
    readRecord(bytes, start, bytes.length, { delimiter, carriageReturns: false }, false, facts);
    const regular = facts.next >= 0 && facts.fault === null && !facts.irregular;
    if (!regular || facts.fields !== width || facts.end === start) break;
    found.records += 1;
    found.widest = Math.max(found.widest, facts.end - start);
    found.padded ||= facts.padded;
    found.lf ||= facts.lineEnd === 'lf';
    found.crlf ||= facts.lineEnd === 'crlf';
    found.stopped = facts.next;
  }
  return found;
}

const VALUES = ['', 'x', ' x', 'value that is longer than a block', '"q"', '"a\nb"', '"a""b"', '"D"'];
const ODD = ['"', 'x"y', '"a" ', '"a"b', '\r', 'DD', '\n'];
const cell = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...VALUES) }, fc.constantFrom(...ODD));

test('passes over just the records that the reader of single records finds sound', () => {
  let records = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...DELIMITERS),
      fc.integer({ min: 1, max: 4 }),
      fc.array(
        fc.tuple(fc.array(cell, { minLength: 4, maxLength: 4 }), fc.constantFrom('\n', '\n', '\r\n')),
        {
          maxLength: 20,
        },
      ),
      fc.nat(3),
      (delimiter, width, rows, cut) => {
        const text = rows.map(([cells, end]) => cells.slice(0, width).join('D') + end).join('');
        const bytes = Buffer.from(text.replaceAll('D', delimiter).slice(0, text.length - cut));
        const passer = new RecordPasser();
        const stopped = passer.pass(bytes, 0, bytes.length, delimiter.charCodeAt(0), width);
        const slow = passSlowly(bytes, delimiter.charCodeAt(0), width);
        const { widest, padded, lf, crlf } = passer;
        records += passer.records;
        expect({ stopped, records: passer.records, widest, padded, lf, crlf }).toEqual(slow);
      },
    ),
    { numRuns: 3000, seed: 4180 },
  );
  expect(records).toBeGreaterThan(3000);
});
