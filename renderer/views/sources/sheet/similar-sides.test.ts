import { expect, test } from 'vitest';
import type { Result } from '#shared/contract/methods.ts';
import { ownColumn, sideOf, sideText, textColumns, valueRows } from './similar-sides.ts';

type Table = Result<'query.schema'>[number];

function table(schema: Table['schema'], name: string, columns: Readonly<Record<string, string>>): Table {
  return {
    schema,
    name,
    kind: 'table',
    doc: '',
    rows: 0,
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type, doc: '' })),
  };
}

test('a column is named by its table, and read back from its name', () => {
  for (const side of [
    { table: 'grants', column: 'account_id' },
    { table: 'raw.parking_lots', column: 'Owner, e.g.' },
  ]) {
    expect(sideOf(sideText(side))).toEqual(side);
  }
});

test('texts of every table, without the column itself', () => {
  const schema = [
    table('main', 'identities', {
      source_id: 'VARCHAR',
      record_no: 'BIGINT',
      email: 'VARCHAR',
      name: 'VARCHAR',
    }),
    table('raw', 'lots', { owner: 'VARCHAR' }),
    table('work', 'runs', { run_id: 'VARCHAR' }),
    table('main', 'totals', { n: 'BIGINT' }),
  ];
  expect(textColumns(schema, ownColumn({ table: 'identities', source_id: 's' }, 'name'))).toEqual([
    { table: 'identities', columns: ['email'] },
    { table: 'raw.lots', columns: ['owner'] },
  ]);
});

test('the rows with a value, of one file or of all', () => {
  expect(valueRows({ table: 'identities', source_id: 's1', column: 'name' }, "O'Hara")).toBe(
    `SELECT * FROM "identities" WHERE source_id = 's1' AND "name"::VARCHAR = 'O''Hara'`,
  );
  expect(valueRows({ table: 'raw.lots', column: 'a "b"' }, 'x')).toBe(
    `SELECT * FROM "raw"."lots" WHERE "a ""b"""::VARCHAR = 'x'`,
  );
});
