import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, expectRefused, openBench } from '#test/support/hazards.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const CSV = 'a,b\n1,2\n3,4\n';

test('a gzip bomb is refused while it unpacks', async () => {
  const path = await bench.put('bomb.csv.gz', gzipSync(Buffer.alloc(200 * 2 ** 20, '1,2\n')));
  expect(await expectRefused(bench, path, 'FILE_TOO_COMPLEX')).toMatch(
    /^the gzip file unpacks to more than \d+ bytes/,
  );
});

test('a well-packed export is no bomb', async () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `row ${i},${(i * 2_654_435_761) % 1_000_003}`);
  const path = await bench.put('rows.csv.gz', gzipSync(`name,n\n${rows.join('\n')}\n`));
  const { receipts } = await bench.take(path);
  expect(receipts[0]).toMatchObject({ format: 'csv.gz', read: 100_000, loaded: 100_000, rejected: 0 });
});

test('what follows the end of the gzip data is refused: padding counted, anything else as damage', async () => {
  const padded = await bench.put('a.csv.gz', Buffer.concat([gzipSync(CSV), Buffer.alloc(14)]));
  expect(await expectRefused(bench, padded, 'FILE_MALFORMED')).toBe(
    '14 bytes follow the end of the gzip data',
  );
  const hidden = await bench.put('b.csv.gz', Buffer.concat([gzipSync(CSV), Buffer.from('hidden payload')]));
  expect(await expectRefused(bench, hidden, 'FILE_MALFORMED')).toMatch(/or other data follows its end/);
});

test('a gzip file with a wrong checksum is damaged', async () => {
  const bytes = gzipSync(CSV);
  bytes[bytes.length - 8]! ^= 1;
  await expectRefused(bench, await bench.put('a.csv.gz', bytes), 'FILE_MALFORMED');
});

test('a gzip file of binary data is no text', async () => {
  await expectRefused(bench, await bench.put('a.gz', gzipSync(Buffer.from([1, 0, 2, 0]))), 'FILE_BINARY');
});

test.each(['../../evil.csv', '/etc/evil.csv', 'C:\\evil.csv', '..\\evil.csv'])(
  'an archive with the entry %s is refused and writes nothing there',
  async (name) => {
    const bytes = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), [name]: strToU8(CSV) });
    expect(await expectRefused(bench, await bench.put('a.xlsx', bytes), 'FILE_MALFORMED')).toContain(
      'the ZIP container is damaged',
    );
    expect(existsSync(join(bench.inbox, '..', 'evil.csv'))).toBe(false);
    expect(existsSync('/etc/evil.csv')).toBe(false);
  },
);

test('an archive that states one name twice is refused: which of the two is the evidence?', async () => {
  const bytes = Buffer.from(zipSync({ 'a1.csv': strToU8(CSV), 'a2.csv': strToU8('x,y\n') }));
  const twice = Buffer.from(bytes.toString('latin1').replaceAll('a2.csv', 'a1.csv'), 'latin1');
  expect(await expectRefused(bench, await bench.put('a.zip', twice), 'FILE_MALFORMED')).toContain(
    'two entries are named a1.csv',
  );
});

test('an entry that is longer than it says is refused', async () => {
  const rows = '<row><c><v>1</v></c><c><v>2</v></c></row>'.repeat(1000);
  const bytes = Buffer.from(
    zipSync({
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/sharedStrings.xml': strToU8(`<sst>${rows}</sst>`),
    }),
  );
  // Uncompressed size in the central directory (APPNOTE 4.3.12, offset 24) of the second entry.
  const central = bytes.lastIndexOf(Buffer.from('504b0102', 'hex'));
  bytes.writeUInt32LE(10, central + 24);
  await expectRefused(bench, await bench.put('a.xlsx', bytes), 'FILE_MALFORMED');
});

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet with these rows. */
function workbook(rows: string): Uint8Array {
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook xmlns:r="${RELATION}"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships><Relationship Id="r1" Type="${RELATION}/worksheet" Target="s.xml"/></Relationships>`,
    ),
    'xl/s.xml': strToU8(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
  });
}

test('a workbook whose sheet is a bomb is refused while it unpacks', async () => {
  const bomb = workbook(`<row><c><v>1</v></c><c><v>2</v></c></row>${' '.repeat(80 * 2 ** 20)}`);
  expect(bomb.length).toBeLessThan(2 ** 20);
  expect(await expectRefused(bench, await bench.put('bomb.xlsx', bomb), 'FILE_TOO_COMPLEX')).toMatch(
    /^xl\/s\.xml unpacks to more than \d+ bytes from \d+$/,
  );
});

test('a workbook of twenty thousand columns is refused at the first that is too many', async () => {
  const cells = Array.from({ length: 20_000 }, (_, i) => `<c t="str"><v>c${i}</v></c>`).join('');
  const path = await bench.put('wide.xlsx', workbook(`<row>${cells}</row><row>${cells}</row>`));
  expect(await expectRefused(bench, path, 'FILE_TOO_COMPLEX')).toBe('a sheet uses column 2001');
});
