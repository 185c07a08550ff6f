import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { arrangeSql } from './arrange-sql.ts';
import { AS_READ, type Arrangement, type Column } from './rows.ts';

const columns: Column[] = [
  { name: 'who', type: 'VARCHAR', kind: 'text' },
  { name: 'the "n"', type: 'INTEGER', kind: 'number' },
];
const sql = `SELECT * FROM (VALUES ('Ann', 9), ('Bob', 100), (NULL, NULL), ('o''Neil', 10)) AS t(who, "the ""n""") -- people`;

/** What a real database makes of the statement. */
async function rows(part: Partial<Arrangement>): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(arrangeSql(sql, columns, { ...AS_READ, ...part }));
  const names = reader.getRowsJS().map((row) => row[0]);
  connection.closeSync();
  instance.closeSync();
  return names;
}

describe('arranging a result in the database', () => {
  it('leaves the statement alone when nothing is asked for', () => {
    expect(arrangeSql(sql, columns, AS_READ)).toBe(sql);
  });

  it('sorts with missing values last, either way', async () => {
    expect(await rows({ sorts: [{ column: 1, descending: false }] })).toEqual(['Ann', "o'Neil", 'Bob', null]);
    expect(await rows({ sorts: [{ column: 1, descending: true }] })).toEqual(['Bob', "o'Neil", 'Ann', null]);
  });

  it('filters numbers as numbers and text with quotes', async () => {
    expect(await rows({ filters: new Map([[1, '>9']]) })).toEqual(['Bob', "o'Neil"]);
    expect(await rows({ filters: new Map([[0, "O'NEIL"]]) })).toEqual(["o'Neil"]);
    expect(await rows({ filters: new Map([[0, '∅']]) })).toEqual([null]);
    expect(await rows({ filters: new Map([[0, '!ann']]) })).toEqual(['Bob', null, "o'Neil"]);
    expect(await rows({ filters: new Map([[1, '>no number']]) })).toEqual([]);
  });

  it('searches every column', async () => {
    expect(await rows({ search: '10' })).toEqual(['Bob', "o'Neil"]);
  });
});
