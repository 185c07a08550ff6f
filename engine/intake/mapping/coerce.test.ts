import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskEngagement, type TestEngagement } from '../testing.ts';
import type { Coercion } from '../reader-schema.ts';
import { coerce } from './coerce.ts';

let engagement: TestEngagement;
beforeAll(async () => {
  engagement = await diskEngagement('Europe/Paris');
});
afterAll(() => engagement.close());

// What each text says by the calendar and the clock of Paris, in UTC.
test.each<[Coercion, string, string | null]>([
  ['day_first', '24.11.2024', '2024-11-23T23:00:00Z'],
  ['day_first', '1/2/2025', '2025-01-31T23:00:00Z'],
  ['month_first', '1/2/2025', '2025-01-01T23:00:00Z'],
  ['day_first', '24/07/2024 15:00', '2024-07-24T13:00:00Z'],
  ['day_first', '24-Nov-2024 3:05 PM', '2024-11-24T14:05:00Z'],
  ['day_first', '24 November 2024', '2024-11-23T23:00:00Z'],
  ['month_first', '11/24/2024 12:00 AM', '2024-11-23T23:00:00Z'],
  ['day_first', '2024-11-24T10:00:00Z', '2024-11-24T10:00:00Z'],
  ['day_first_end', '24.11.2024', '2024-11-24T23:00:00Z'],
  ['month_first_end', '11/24/2024', '2024-11-24T23:00:00Z'],
  ['day_first', '11/24/2024', null],
  ['month_first', '24/11/2024', null],
  ['day_first', '31.02.2024', null],
  ['day_first', '24/11/24', null],
  ['day_first', '24/11/2024 25:00', null],
  ['month_first', '11/24/2024 13:00 PM', null],
  ['day_first', 'soon', null],
  ['decimal_comma', '1.234,56', '1234.56'],
  ['decimal_comma', '1 234,5', '1234.5'],
  ['decimal_comma', "-1'234", '-1234'],
  ['decimal_comma', '1.234', '1234'],
  ['decimal_comma', '1,234.56', null],
  ['decimal_comma', '12.34', null],
  ['decimal_grouped', '1,234.56', '1234.56'],
  ['decimal_grouped', '1234.5', '1234.5'],
  ['decimal_grouped', '1.234,56', null],
  ['decimal_grouped', '1,23', null],
])('%s: %s is %s', async (as, text, value) => {
  const found = await engagement.store.use((session) =>
    session.value(`SELECT ${coerce(as, 't')} AS value FROM (SELECT $text::VARCHAR AS t)`, { text }),
  );
  expect(found === null ? null : String(found)).toBe(value);
});
