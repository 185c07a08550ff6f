import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Store } from '#engine/store/index.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { arrowStream } from './arrow.ts';

let store: Store;
const folder = tempFolder();

beforeAll(async () => {
  store = await Store.open({
    path: ':memory:',
    sourcesDir: folder.dir,
    workDir: folder.dir,
    timezone: 'UTC',
  });
});
afterAll(() => {
  store.close();
  folder.remove();
});

const page = async (sql: string) => {
  const { columns, values } = await store.use((session) => session.columns(sql));
  return tableFromIPC(arrowStream(columns, values));
};

describe('Arrow pages', () => {
  it('carry every type that DuckDB knows, named in the metadata', async () => {
    const table = await page('SELECT * FROM test_all_types()');
    // test_all_types(): minimum, maximum and null of each type.
    expect(table.numRows).toBe(3);
    for (const field of table.schema.fields) {
      const column = table.getChild(field.name)!;
      expect([field.name, column.isValid(0), column.isValid(1), column.isValid(2)]).toEqual([
        field.name,
        true,
        true,
        false,
      ]);
    }
    const types = new Map(table.schema.fields.map((field) => [field.name, field.metadata.get('duckdb')]));
    expect(types.get('timestamp_tz')).toBe('TIMESTAMP WITH TIME ZONE');
    expect(types.get('hugeint')).toBe('HUGEINT');
  });

  it('keep limits and exact text', async () => {
    const table = await page(`
      SELECT 9223372036854775807::BIGINT AS big, 170141183460469231731687303715884105727::HUGEINT AS huge,
             0.1::DECIMAL(18,6) AS exact, true AS yes, DATE '2024-11-24' AS day,
             TIMESTAMPTZ '2024-11-24 14:05:23.000001+00' AS moment, [1, 2] AS list, {'a': 'é'} AS struct, NULL::INTEGER AS nothing`);
    const value = (name: string) => table.getChild(name)!.get(0) as unknown;
    expect(value('big')).toBe(9223372036854775807n);
    expect(value('huge')).toBe('170141183460469231731687303715884105727');
    expect(value('exact')).toBe('0.100000');
    expect(value('yes')).toBe(true);
    expect(new Date(value('day') as number).toISOString().slice(0, 10)).toBe('2024-11-24');
    // Microseconds since 1970: date -u -d '2024-11-24T14:05:23Z' +%s = 1732457123.
    expect(table.getChild('moment')!.data[0]!.values[0]).toBe(1732457123000001n);
    expect(value('list')).toBe('[1,2]');
    expect(value('struct')).toBe('{"a":"é"}');
    expect(value('nothing')).toBeNull();
  });

  it('carry texts of any script, empty ones and missing ones in their places', async () => {
    const table = await page(
      `SELECT * FROM (VALUES ('Zürich', 'a'), ('', NULL), (NULL, 'bc'), ('審計 🖋', '')) AS v(wide, ascii)`,
    );
    const column = (name: string) =>
      Array.from({ length: 4 }, (_, at) => table.getChild(name)!.get(at) as unknown);
    expect(column('wide')).toEqual(['Zürich', '', null, '審計 🖋']);
    expect(column('ascii')).toEqual(['a', null, 'bc', '']);
  });

  it('carry the columns of an empty result', async () => {
    const table = await page('SELECT 1 AS a, NULL::VARCHAR AS b WHERE false');
    expect(table.numRows).toBe(0);
    expect(table.schema.fields.map((field) => field.name)).toEqual(['a', 'b']);
  });
});
