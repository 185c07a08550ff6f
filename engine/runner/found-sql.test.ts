import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Store } from '#engine/store/index.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { findingId, findingIdSql } from './finding-id.ts';
import { isoMoments, isoMomentsSql } from './iso-moments.ts';

const { dir, remove } = tempFolder();
let store: Store;

beforeAll(async () => {
  // The zone of the database must make no difference: the texts state their offsets.
  store = await Store.open({
    path: ':memory:',
    sourcesDir: dir,
    workDir: `${dir}/work`,
    timezone: 'Asia/Kolkata',
  });
});
afterAll(() => {
  store.close();
  remove();
});

async function inSql(sql: string, text: string): Promise<unknown> {
  return store.use((session) => session.value(`SELECT ${sql} FROM (SELECT $text::VARCHAR AS t)`, { text }));
}

describe('moments in details', () => {
  it.each([
    ['a western offset', '{"at":"2024-11-24 00:00:00-05"}', '{"at":"2024-11-24T05:00:00Z"}'],
    ['minutes in the offset', '["2024-11-24 00:00:00+05:30"]', '["2024-11-23T18:30:00Z"]'],
    ['fractions', '["2024-11-24 00:00:00.123456+00"]', '["2024-11-24T00:00:00.123456Z"]'],
    ['a year of three digits', '["0999-12-31 23:00:00-02"]', '["1000-01-01T01:00:00Z"]'],
    [
      'several, one twice',
      '["2024-07-01 00:00:00-04","2024-07-01 00:00:00-04","2024-07-02 00:00:00-04"]',
      '["2024-07-01T04:00:00Z","2024-07-01T04:00:00Z","2024-07-02T04:00:00Z"]',
    ],
    ['no moment at all', '["2024-99-24 00:00:00-05"]', '["2024-99-24 00:00:00-05"]'],
    ['no offset', '["2024-11-24 00:00:00"]', '["2024-11-24 00:00:00"]'],
    ['within a longer text', '["on 2024-11-24 00:00:00-05"]', '["on 2024-11-24 00:00:00-05"]'],
    ['quoted within a text', '["\\"2024-11-24 00:00:00-05\\""]', '["\\"2024-11-24 00:00:00-05\\""]'],
    ['none', '{}', '{}'],
  ])('%s', async (_name, json, expected) => {
    expect(isoMoments(json)).toBe(expected);
    expect(await inSql(isoMomentsSql('t::JSON'), json)).toBe(expected);
  });
});

describe('the id of a finding', () => {
  it('is the same worked out in the database', async () => {
    // printf 'p\x1faccount\x1fZoë 漢\x1fr\x1f' | sha256sum
    const expected = 'F-3e6b507e4f1626ff';
    expect(findingId('p', 'account', 'Zoë 漢', 'r', '')).toBe(expected);
    expect(await inSql(findingIdSql('p', [`'account'`, 't', `'r'`, `''`]), 'Zoë 漢')).toBe(expected);
  });
});
