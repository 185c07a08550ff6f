import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryEngagement, type TestEngagement } from '#engine/intake/testing.ts';
import {
  findDuplicates,
  findGaps,
  findSimilar,
  profileTable,
  searchEverything,
  testBenford,
} from './index.ts';

let engagement: TestEngagement;
const ask = <T>(work: Parameters<TestEngagement['store']['use']>[0]) =>
  engagement.store.use(work) as Promise<T>;

beforeAll(async () => {
  engagement = await memoryEngagement('UTC');
  await engagement.store.transaction(async (session) => {
    await session.run(`
      CREATE TABLE raw.tickets (source_id VARCHAR, record_no BIGINT, number VARCHAR, amount VARCHAR, who VARCHAR);
      INSERT INTO raw.tickets VALUES
        ('s1', 1, 'INV-0001', '10', 'Anna Ö.'), ('s1', 2, 'INV-0002', '20.5', 'Ben'),
        ('s1', 3, 'INV-0005', '-4', ''), ('s1', 4, 'INV-0005', '10', NULL),
        ('s1', 5, 'CN-7', '10', 'Ben'), ('s1', 6, 'CN-9', '0.25', 'Ben'),
        ('s1', 7, 'void', '3', 'Ben'), ('s1', 8, NULL, '10', 'Ben');
      CREATE TABLE raw.powers (source_id VARCHAR, record_no BIGINT, amount DECIMAL(38,0));
      INSERT INTO raw.powers SELECT 's2', i + 1, pow(2, i)::DECIMAL(38,0) FROM range(100) AS r(i);
      INSERT INTO raw.powers SELECT 's2', i + 101, pow(2, i % 100)::DECIMAL(38,0) FROM range(300) AS r(i);
      CREATE TABLE raw.firms (source_id VARCHAR, record_no BIGINT, name VARCHAR);
      INSERT INTO raw.firms VALUES ('s4', 1, 'Acme Ltd'), ('s4', 2, 'Acme Ltd'), ('s4', 3, 'ACME Ltd.'), ('s4', 4, 'Acme Bakery');
      CREATE TABLE raw.ids (source_id VARCHAR, record_no BIGINT, id BIGINT);
      INSERT INTO raw.ids SELECT 's3', i, i FROM range(1, 2001) AS r(i);
      INSERT INTO main.identities (source_id, record_no, identity_id, email, display_name)
        VALUES ('p', 1, 'E-1', 'john.doe@company.com', 'John Doe'), ('p', 2, 'E-2', 'jana.novak@company.com', 'Jana Nováková');
      INSERT INTO main.accounts (source_id, record_no, system, account_id)
        VALUES ('q', 1, 'erp', 'Doe, John'), ('q', 2, 'erp', 'Jana Novakova'), ('q', 3, 'erp', 'zzz');
      INSERT INTO main.grants (source_id, record_no, system, account_id, resource, granted_at)
        VALUES ('g', 1, 'erp', 'zzz', 'ledger', '2024-01-31 23:59:59Z'), ('g', 2, 'erp', 'zzz', 'doe-box', '2024-02-01 00:00:00Z'),
               ('g', 3, 'erp', 'zzz', 'ledger', '2024-02-29 00:00:00Z');`);
  });
});
afterAll(() => engagement.close());

test('a column of numbers in text: exact sum and mean, bins of one width', async () => {
  const { rows, columns } = await ask<Awaited<ReturnType<typeof profileTable>>>((session) =>
    profileTable(session, { table: 'raw.tickets', columns: ['amount'] }),
  );
  expect(rows).toBe(8);
  const [amount] = columns;
  // Characters: 2+4+2+2+2+4+1+2 = 19; ÷ 8 = 2.375.
  // 10 + 20.5 − 4 + 10 + 10 + 0.25 + 3 + 10 = 59.75; ÷ 8 = 7.46875
  expect(amount).toMatchObject({
    count: 8,
    nulls: 0,
    empties: 0,
    distinct: 5,
    numbers: { count: 8, min: '-4', max: '20.5', sum: '59.75', mean: '7.46875' },
    lengths: { min: 1, max: 4, mean: '2.375' },
  });
  expect(amount!.top[0]).toEqual({ value: '10', count: 4 });
  expect(amount!.patterns[0]).toEqual({ pattern: '99', count: 4 });
  // Width 2.45 from −4: −4 in the first bin, 0.25 in the second, 3 in the third, 10 in the sixth, 20.5 in the last.
  expect(amount!.histogram!.bins.map((bin) => bin.count)).toEqual([1, 1, 1, 0, 0, 4, 0, 0, 0, 1]);
  expect(amount!.histogram!.bins[0]).toEqual({ from: '-4', to: '-1.55', count: 1 });
});

test('texts: null and empty apart, shapes of any script; moments by month', async () => {
  const texts = await ask<Awaited<ReturnType<typeof profileTable>>>((session) =>
    profileTable(session, { table: 'raw.tickets', columns: ['who', 'number'] }),
  );
  expect(texts.columns[0]).toMatchObject({
    count: 7,
    nulls: 1,
    empties: 1,
    distinct: 3,
    histogram: null,
    numbers: null,
  });
  expect(texts.columns[0]!.patterns).toEqual([
    { pattern: 'Aaa', count: 5 },
    { pattern: 'Aaaa A.', count: 1 },
  ]);
  expect(texts.columns[1]!.patterns[0]).toEqual({ pattern: 'AAA-9999', count: 4 });
  const moments = await ask<Awaited<ReturnType<typeof profileTable>>>((session) =>
    profileTable(session, { table: 'grants', columns: ['granted_at'] }),
  );
  expect(moments.columns[0]).toMatchObject({
    moments: { min: '2024-01-31T23:59:59Z', max: '2024-02-29T00:00:00Z' },
    histogram: {
      unit: 'month',
      bins: [
        { from: '2024-01-01', to: '2024-02-01', count: 1 },
        { from: '2024-02-01', to: '2024-03-01', count: 2 },
      ],
    },
  });
});

test('tables, columns and sources that are not there are named with those that are', async () => {
  await expect(ask((session) => profileTable(session, { table: 'work.findings' }))).rejects.toThrow(
    'there is no table',
  );
  await expect(
    ask((session) =>
      profileTable(session, { table: 'raw.tickets', columns: ['x"; DROP TABLE raw.ids; --'] }),
    ),
  ).rejects.toThrow('has no column');
  await expect(
    ask((session) => profileTable(session, { table: 'raw.tickets', source_id: 'nil' })),
  ).rejects.toThrow('there is no source');
});

test('duplicates by key with the places of their rows; none as whole rows', async () => {
  const found = await ask<Awaited<ReturnType<typeof findDuplicates>>>((session) =>
    findDuplicates(session, { table: 'raw.tickets', key: ['amount', 'who'], limit: 10 }),
  );
  expect(found).toMatchObject({ rows: 8, groups: 1, surplus: 1 });
  expect(found.examples).toEqual([
    {
      key: { amount: '10', who: 'Ben' },
      count: 2,
      records: [
        { source_id: 's1', record_no: 5 },
        { source_id: 's1', record_no: 8 },
      ],
    },
  ]);
  const whole = await ask<Awaited<ReturnType<typeof findDuplicates>>>((session) =>
    findDuplicates(session, { table: 'raw.tickets', limit: 10 }),
  );
  expect(whole).toMatchObject({ key: ['number', 'amount', 'who'], groups: 0, surplus: 0, examples: [] });
});

test('gaps for each prefix by itself', async () => {
  const found = await ask<Awaited<ReturnType<typeof findGaps>>>((session) =>
    findGaps(session, { table: 'raw.tickets', column: 'number', limit: 10 }),
  );
  expect(found).toMatchObject({ numbered: 6, unnumbered: 1, nulls: 1, total_gaps: 2 });
  expect(found.sequences).toEqual([
    { prefix: 'CN-', first: '7', last: '9', present: 2, missing: 1, repeated: 0 },
    { prefix: 'INV-', first: '1', last: '5', present: 3, missing: 2, repeated: 1 },
  ]);
  expect(found.gaps).toEqual([
    { prefix: 'CN-', from: '8', to: '8', missing: 1 },
    { prefix: 'INV-', from: '3', to: '4', missing: 2 },
  ]);
});

test('powers of two follow the law; numbers given out in order are told apart', async () => {
  const powers = await ask<Awaited<ReturnType<typeof testBenford>>>((session) =>
    testBenford(session, { table: 'raw.powers', column: 'amount', digits: 1 }),
  );
  // First digits of 2^0 … 2^99, four times over: 30, 17, 13, 10, 7, 7, 6, 5, 5 (counted by python3).
  expect(powers).toMatchObject({ applicable: true, reasons: [], result: { values: 400 } });
  expect(powers.result!.rows.map((row) => row.observed)).toEqual([120, 68, 52, 40, 28, 28, 24, 20, 20]);
  const ids = await ask<Awaited<ReturnType<typeof testBenford>>>((session) =>
    testBenford(session, { table: 'raw.ids', column: 'id', digits: 2 }),
  );
  expect(ids.applicable).toBe(false);
  expect(ids.reasons).toEqual(['the values are numbers given out one after the other']);
  expect(ids.excluded).toEqual({ no_number: 0, zero: 0, negative: 0, too_small: 9 });
  const few = await ask<Awaited<ReturnType<typeof testBenford>>>((session) =>
    testBenford(session, { table: 'raw.tickets', column: 'amount', digits: 1 }),
  );
  expect(few).toMatchObject({
    applicable: false,
    excluded: { no_number: 0, zero: 0, negative: 1, too_small: 1 },
  });
});

test('names that are alike are found whatever their order, case and accents', async () => {
  const found = await ask<Awaited<ReturnType<typeof findSimilar>>>((session) =>
    findSimilar(session, {
      left: { table: 'accounts', column: 'account_id' },
      right: { table: 'identities', column: 'display_name' },
      threshold: 0.9,
      limit: 10,
    }),
  );
  expect(found.pairs).toEqual([
    { left: 'Jana Novakova', right: 'Jana Nováková', score: 1, edit: 1, left_rows: 1, right_rows: 1 },
    // Their forms are `doe john` and `john doe`; edit distance 8 of 8 characters.
    {
      left: 'Doe, John',
      right: 'John Doe',
      score: 1,
      edit: expect.any(Number) as number,
      left_rows: 1,
      right_rows: 1,
    },
  ]);
  expect(found).toMatchObject({ compared: 2, total: 2, skipped: [] });
});

test('within one column a value is not held against itself, and each pair comes once', async () => {
  const side = { table: 'raw.firms', column: 'name' };
  const found = await ask<Awaited<ReturnType<typeof findSimilar>>>((session) =>
    findSimilar(session, { left: side, right: { ...side }, threshold: 0.99, limit: 10 }),
  );
  expect(found.pairs).toEqual([
    { left: 'ACME Ltd.', right: 'Acme Ltd', score: 1, edit: 1, left_rows: 1, right_rows: 2 },
  ]);
  // Three values of which a word begins alike: three pairs.
  expect(found).toMatchObject({ compared: 3, total: 1, skipped: [] });
});

test('a text is found in every group, counted beyond what is listed', async () => {
  const found = await ask<Awaited<ReturnType<typeof searchEverything>>>((session) =>
    searchEverything(session, 'DOE', 10, [{ id: 'people.doe', title: 'A title', detail: 'people' }]),
  );
  expect(found.groups.map(({ kind, count }) => [kind, count])).toEqual([
    ['person', 1],
    ['account', 1],
    ['resource', 1],
    ['finding', 0],
    ['source', 0],
    ['procedure', 1],
  ]);
  expect(found.total).toBe(4);
  expect(found.groups[0]!.hits).toEqual([
    { id: 'E-1', title: 'John Doe', detail: 'E-1 · john.doe@company.com' },
  ]);
});
