import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { headerRow, titlesNote, withoutTitles } from './titles.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tickmark-titles-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** What is left of a text, and the lines that were taken away; null where nothing was. */
async function taken(text: string, bom = false) {
  const path = join(dir, 'text');
  const scratch = mkdtempSync(join(dir, 'scratch-'));
  writeFileSync(path, (bom ? '\uFEFF' : '') + text);
  const encoding = bom ? 'utf-8-bom' : 'utf-8';
  const size = Buffer.byteLength(text) + (bom ? 3 : 0);
  const found = await withoutTitles({ path, size, encoding, original: true }, text, scratch);
  return found && { left: readFileSync(found.text.path, 'utf8'), size: found.text.size, above: found.above };
}

const TABLE = 'System,Account,Role\ncrm,ann@x.com,admin\ncrm,ben@x.com,user\n';

test('a block of titles is taken away, its blank lines and padded cells included', async () => {
  const block = 'Access report,,\n\n"Company:","Zoë, Ltd",\r\n,,\nConfidential,,\n';
  const found = await taken(block + TABLE);
  expect(found).toEqual({
    left: TABLE,
    size: Buffer.byteLength(TABLE),
    above: ['Access report,,', '"Company:","Zoë, Ltd",', ',,', 'Confidential,,'],
  });
  expect(titlesNote(found!.above)).toBe(
    '4 lines above the header passed over: "Access report,,", ""Company:","Zoë, Ltd",", ",,", …',
  );
});

test('a byte order mark, a comment, and the line with which Excel states the delimiter', async () => {
  expect(await taken(`# exported by tool\n${TABLE}`, true)).toMatchObject({
    left: TABLE,
    size: TABLE.length,
  });
  expect(await taken(`sep=;\n${TABLE.replaceAll(',', ';')}`)).toMatchObject({ above: ['sep=;'] });
  expect(await taken(`sep=,\nAccess report,,\n${TABLE}`)).toMatchObject({
    left: TABLE,
    above: ['sep=,', 'Access report,,'],
  });
  expect(await taken('sep=,\na,b\n1,2\n')).toMatchObject({ left: 'a,b\n1,2\n' });
});

test.each([
  ['a table', TABLE],
  ['a table of two columns', 'Report\na,b\n1,2\n3,4\n'],
  ['a header of which two columns have names', 'User,Role,,,\nann,admin,x,y,z\nben,user,x,y,z\n'],
  ['no names above the records, which are values', 'Report\ncrm,ann@x.com,admin\ncrm,ben@x.com,user\n'],
  ['the same with dates and numbers', 'Report\n2024-11-24,4,admin\n2024-11-25,5,user\n'],
  ['names above nothing', 'Report\nSystem,Account,Role\n'],
  ['a quoted value over several lines', 'Report\n"System\n,Account,Role"\na,b,c\nd,e,f\n'],
  ['quotes that never close', `Report\na"b,"c,d\n${TABLE}`],
  ['no line end', 'Report'],
])('nothing is taken from %s', async (_, text) => {
  expect(await taken(text)).toBeNull();
});

test('of a sheet: the first row that is filled as far as the rest, under a single value', () => {
  const title = ['Access report', null, null];
  const names = ['System', 'Account', 'Role'];
  expect(headerRow([title, ['Company', 'Example', null], names, ['crm', 'ann', 'admin']])).toBe(2);
  expect(headerRow([names, ['crm', 'ann', 'admin']])).toBe(0);
});
