import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ERROR_CODES } from '#shared/model/errors.ts';
import { importFiles } from './index.ts';
import { memoryEngagement, type TestEngagement } from './testing.ts';

let engagement: TestEngagement;
let inbox: string;

beforeAll(async () => {
  engagement = await memoryEngagement();
  inbox = await mkdtemp(join(tmpdir(), 'tickmark-arbitrary-'));
});
afterAll(async () => {
  await engagement.close();
  await rm(inbox, { recursive: true, force: true });
});

/** Either a receipt whose records add up and are all in the database, or one failure with a known code. */
async function readsOrRefuses(content: Uint8Array, as?: string): Promise<void> {
  const path = join(inbox, 'input');
  await writeFile(path, content);
  const { receipts, failed } = await importFiles(engagement, [path], as === undefined ? {} : { as });
  expect(receipts.length + failed.length).toBe(1);
  if (failed.length === 1) {
    expect(Object.keys(ERROR_CODES)).toContain(failed[0]!.code);
    expect(failed[0]!.code).not.toBe('INTERNAL');
    expect(failed[0]!.message).not.toMatch(/Invalid Input|CSV Error|Binder|Conversion/);
    return;
  }
  const receipt = receipts[0]!;
  expect(receipt.read).toBe(receipt.loaded + receipt.rejected);
  const stored = await engagement.store.use((session) =>
    session.value('SELECT count(*) FROM work.rejects WHERE source_id = $id', { id: receipt.source_id }),
  );
  expect(stored).toBe(receipt.rejected);
  if (receipt.reader === null || receipt.tables.length === 1) {
    expect(receipt.rows.reduce((sum, table) => sum + table.rows, 0)).toBe(receipt.loaded);
  }
}

const cell = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '"',
    '""',
    '"a"',
    'a"b',
    '"a,b"',
    '"a\nb"',
    "'",
    'x',
    '1',
    '2024-11-24',
    'N/A',
    '=1+3',
    '\r',
    'é',
    '😀',
  ),
  fc.string({ maxLength: 6 }),
);
const lineEnd = fc.constantFrom('\n', '\r\n', '\n', '\n\n', '\r');
const delimiter = fc.constantFrom(',', ';', '\t', '|');

test('whatever bytes come in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) => readsOrRefuses(bytes)),
    {
      numRuns: 40,
      seed: 20241124,
    },
  );
});

test('whatever text is kept line by line', async () => {
  const text = fc.array(fc.tuple(cell, lineEnd), { maxLength: 8 }).map((lines) => lines.flat().join(''));
  await fc.assert(
    fc.asyncProperty(text, (one) => readsOrRefuses(Buffer.from(one), 'lines')),
    { numRuns: 60, seed: 20241202 },
  );
});

test('whatever looks like a table', async () => {
  const table = fc
    .tuple(
      delimiter,
      fc.array(fc.tuple(fc.array(cell, { minLength: 1, maxLength: 5 }), lineEnd), {
        minLength: 1,
        maxLength: 12,
      }),
    )
    .map(([mark, rows]) => Buffer.from(rows.map(([cells, end]) => cells.join(mark) + end).join('')));
  await fc.assert(
    fc.asyncProperty(table, (bytes) => readsOrRefuses(bytes)),
    { numRuns: 100, seed: 20241125 },
  );
});

test('whatever looks like a snapshot', async () => {
  const row = fc
    .tuple(fc.array(cell, { minLength: 4, maxLength: 6 }), lineEnd)
    .map(([cells, end]) => `2024-11-24,${cells.join(',')}${end}`);
  const table = fc
    .array(row, { maxLength: 15 })
    .map((rows) => Buffer.from(`Snapshot,System,Account,Resource,Permission\n${rows.join('')}`));
  await fc.assert(
    fc.asyncProperty(table, (bytes) => readsOrRefuses(bytes)),
    { numRuns: 80, seed: 20241126 },
  );
});

test('whatever looks like a log of JSON lines', async () => {
  const event = fc.oneof(
    fc
      .record({
        timestamp: fc.constantFrom('2024-11-24T14:05:23Z', 'noon', null),
        user: fc.string({ maxLength: 5 }),
        bytes_downloaded: fc.oneof(fc.integer(), fc.string({ maxLength: 3 })),
      })
      .map((value) => JSON.stringify(value)),
    fc.json({ maxDepth: 2 }),
    fc.constantFrom('{', '[', '{"a":1,"a":2}', '', ' ', '{"user":"\u0001"}', 'null', '{"timestamp":1,}'),
  );
  const log = fc
    .array(fc.tuple(event, lineEnd), { minLength: 1, maxLength: 12 })
    .map((lines) =>
      Buffer.from(
        `{"timestamp":"2024-11-24T14:05:23Z","user":"a","bytes_downloaded":1}\n${lines.map(([line, end]) => line + end).join('')}`,
      ),
    );
  await fc.assert(
    fc.asyncProperty(log, (bytes) => readsOrRefuses(bytes)),
    { numRuns: 80, seed: 20241127 },
  );
});

const scalar = fc.oneof(fc.string({ maxLength: 6 }), fc.integer(), fc.boolean(), fc.constant(null));
const key = fc.constantFrom('id', 'name', 'email', 'grants', 'a.b', '', 'é', '__proto__', 'source_id');
const item = fc.dictionary(key, scalar, { maxKeys: 4 });

/** A sound text, and the same with a few bytes exchanged, put in or cut off. */
function bent(texts: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(
    fc.nat(),
    fc.constantFrom('', '\0', '"', '{', ']', ',', ':', '\n', ' ', '\xff', '&a', '*a'),
  );
  return fc.tuple(texts, fc.array(change, { maxLength: 3 })).map(([text, changes]) => {
    let bytes = Buffer.from(text);
    for (const [at, mark] of changes) {
      const place = bytes.length === 0 ? 0 : at % bytes.length;
      bytes = Buffer.concat([
        bytes.subarray(0, place),
        Buffer.from(mark, 'latin1'),
        bytes.subarray(place + 1),
      ]);
    }
    return bytes;
  });
}

const jsonText = fc
  .oneof(
    fc.array(item, { maxLength: 6 }),
    fc.record({ grants: fc.array(item, { maxLength: 6 }) }),
    fc.array(fc.oneof(item, scalar), { maxLength: 6 }),
    item,
  )
  .map((value) => JSON.stringify(value, null, 1));

const yamlText = fc
  .array(fc.tuple(fc.constantFrom('id', 'name', 'x y', '- a', '&a b', '!!str c'), cell), {
    minLength: 1,
    maxLength: 6,
  })
  .map((lines) => `items:\n${lines.map(([name, value]) => `- ${name}: ${value}`).join('\n')}\n`);

const csvText = fc
  .array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })
  .map((rows) => rows.map((cells) => cells.join(',')).join('\n'));

test('whatever looks like a JSON document', async () => {
  await fc.assert(
    fc.asyncProperty(bent(jsonText), (bytes) => readsOrRefuses(bytes)),
    { numRuns: 80, seed: 20241128 },
  );
});

test('whatever looks like YAML', async () => {
  await fc.assert(
    fc.asyncProperty(bent(yamlText), (bytes) => readsOrRefuses(bytes)),
    { numRuns: 60, seed: 20241129 },
  );
});

test('whatever is packed with gzip, whole or damaged', async () => {
  const packed = fc
    .tuple(fc.oneof(bent(csvText), bent(jsonText)), fc.constantFrom(0, 1, 9), fc.option(fc.nat({ max: 200 })))
    .map(([bytes, level, cut]) => {
      const whole = gzipSync(bytes, { level });
      return cut === null ? whole : whole.subarray(0, cut);
    });
  await fc.assert(
    fc.asyncProperty(packed, (bytes) => readsOrRefuses(bytes)),
    { numRuns: 60, seed: 20241130 },
  );
});

test('whatever looks like a workbook, whole or damaged', async () => {
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const value = fc.oneof(
    fc.constantFrom(
      '<v>1</v>',
      '<v>45620</v>',
      '<f>A1</f>',
      '<f>1+1</f><v>2</v>',
      '<v>x&amp;y</v>',
      '<v>&z;</v>',
      '',
    ),
    fc.string({ maxLength: 4 }).map((text) => `<v>${text.replace(/[<&\p{Cc}]/gu, '.')}</v>`),
  );
  const row = fc.array(
    fc
      .tuple(fc.constantFrom('n', 's', 'str', 'b', 'e', 'inlineStr', 'd'), value)
      .map(([t, v]) => `<c t="${t}">${v}</c>`),
    { maxLength: 4 },
  );
  const book = fc
    .tuple(fc.array(row, { maxLength: 6 }), fc.option(fc.tuple(fc.nat(), fc.nat({ max: 255 }))))
    .map(([rows, damage]) => {
      const head = '<row><c t="str"><v>Lot</v></c><c t="str"><v>Size</v></c></row>';
      const bytes = zipSync({
        'xl/workbook.xml': strToU8(
          `<workbook xmlns:r="${relation}"><sheets><sheet name="S" r:id="r"/></sheets></workbook>`,
        ),
        'xl/_rels/workbook.xml.rels': strToU8(
          `<Relationships><Relationship Id="r" Type="${relation}/worksheet" Target="s.xml"/></Relationships>`,
        ),
        'xl/s.xml': strToU8(
          `<worksheet><sheetData>${head}${rows.map((cells) => `<row>${cells.join('')}</row>`).join('')}</sheetData></worksheet>`,
        ),
      });
      if (damage !== null) bytes[damage[0] % bytes.length] = damage[1];
      return bytes;
    });
  await fc.assert(
    fc.asyncProperty(book, (bytes) => readsOrRefuses(bytes)),
    { numRuns: 80, seed: 20241201 },
  );
});

test('a table written as RFC 4180 says comes back value for value', async () => {
  const text = fc
    .oneof(cell, fc.string({ unit: 'grapheme', maxLength: 8 }))
    .map((one) => one.replaceAll('\0', ''));
  const table = fc.tuple(
    delimiter,
    fc.constantFrom('\n', '\r\n'),
    fc.integer({ min: 2, max: 4 }).chain((width) =>
      fc.array(fc.array(fc.oneof(text, fc.constant(null)), { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 8,
      }),
    ),
  );
  let turn = 0;
  await fc.assert(
    fc.asyncProperty(table, async ([mark, end, rows]) => {
      turn += 1;
      const header = rows[0]!.map((_, i) => `turn${turn}h${i}`);
      const lines = rows.map((row) =>
        row.map((one) => (one === null ? '' : `"${one.replaceAll('"', '""')}"`)).join(mark),
      );
      const path = join(inbox, `turn${turn}.csv`);
      await writeFile(path, [header.join(mark), ...lines].map((line) => line + end).join(''));
      const { receipts, failed } = await importFiles(engagement, [path]);
      expect(failed).toEqual([]);
      expect(receipts[0]).toMatchObject({ reader: null, read: rows.length, loaded: rows.length });
      const stored = await engagement.store.use((session) =>
        session.rows(`SELECT * EXCLUDE (source_id, record_no) FROM raw.turn${turn} ORDER BY record_no`),
      );
      expect(stored.map((row) => Object.values(row))).toEqual(rows);
    }),
    { numRuns: 60, seed: 4180 },
  );
});
