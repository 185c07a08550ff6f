import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, expectRefused, openBench } from '#test/support/hazards.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const NAMES = 'abcdefghi';

test('anchors that multiply are refused before they are followed', async () => {
  const lines = [...NAMES].map((name, i) =>
    i === 0
      ? `${name}: &${name} [x,x,x,x,x,x,x,x,x,x]`
      : `${name}: &${name} [${Array(10)
          .fill(`*${NAMES[i - 1]}`)
          .join(',')}]`,
  );
  const path = await bench.put('bomb.yaml', `${lines.join('\n')}\n`);
  expect(await expectRefused(bench, path, 'FILE_TOO_COMPLEX')).toBe(
    'the YAML grows beyond two million values when its aliases are followed',
  );
});

test('an anchor that holds itself does not hang', async () => {
  await expectRefused(bench, await bench.put('loop.yaml', 'a: &a\n  b: *a\n'), 'FILE_TOO_COMPLEX');
});

test.each(['!!python/object/apply:os.system ["id"]', '!ruby/object:Gem::Installer {}', '!!js/function "x"'])(
  'the tag of %s is refused by name',
  async (value) => {
    const message = await expectRefused(
      bench,
      await bench.put('tag.yaml', `a: ${value}\nb: 1\n`),
      'FILE_MALFORMED',
    );
    expect(message).toMatch(/tag/);
  },
);

test('entities of XML are refused, not expanded and not fetched', async () => {
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const sheet = (prologue: string, value: string) =>
    zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook xmlns:r="${relation}"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `<Relationships><Relationship Id="r1" Type="${relation}/worksheet" Target="s.xml"/></Relationships>`,
      ),
      'xl/s.xml': strToU8(
        `${prologue}<worksheet><sheetData><row><c><v>${value}</v></c></row></sheetData></worksheet>`,
      ),
    });
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const fetched = `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>`;
  for (const [prologue, value] of [
    [laughs, '&b;'],
    [fetched, '&f;'],
    ['', '&undeclared;'],
  ] as const) {
    const path = await bench.put('book.xlsx', sheet(prologue, value));
    expect(await expectRefused(bench, path, 'FILE_MALFORMED')).toMatch(/not sound XML/);
  }
});

test('a number beyond 2^53 keeps its digits, a key stated twice is a reject', async () => {
  const path = await bench.put(
    'items.json',
    '[{"id":9007199254740993,"v":1},{"id":1,"id":2},{"id":3,"v":"x"}]',
  );
  const { receipts } = await bench.take(path);
  expect(receipts[0]).toMatchObject({ read: 3, loaded: 2, rejected: 1 });
  expect(receipts[0]!.rejects).toEqual([
    { record: 2, code: 'DUPLICATE_KEY', message: 'the key "id" is stated twice' },
  ]);
  const rows = await bench.engagement.store.use((session) =>
    session.rows('SELECT record_no, id, v FROM raw.items ORDER BY record_no'),
  );
  expect(rows).toEqual([
    { record_no: 1, id: '9007199254740993', v: '1' },
    { record_no: 3, id: '3', v: 'x' },
  ]);
});

test.each(['wide.json', 'wide.ndjson'])(
  'twenty thousand keys in the records of %s are refused, counted',
  async (name) => {
    const records = Array.from({ length: 10 }, (_, part) =>
      JSON.stringify(
        Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`key ${part * 2000 + i}`, i])),
      ),
    );
    const text = name.endsWith('ndjson')
      ? records.map((record) => `${record}\n`).join('')
      : `[${records.join(',')}]`;
    const path = await bench.put(name, text);
    expect(await expectRefused(bench, path, 'FILE_TOO_COMPLEX')).toContain('20000');
  },
);
