import { expect, test } from 'vitest';
import { orderLast } from './order-last.ts';

test.each([
  [
    'columns of findings',
    'SELECT 1\nFROM t\nORDER BY reason_code, subject_id\n',
    ['reason_code', 'subject_id'],
  ],
  ['one of them', 'SELECT 1\nFROM t\nORDER BY finding_key', ['finding_key']],
])('%s come last', (_name, sql, order) => {
  expect(orderLast(sql)).toEqual({ rows: 'SELECT 1\nFROM t', order });
});

test.each([
  ['another column', 'SELECT 1\nFROM t\nORDER BY reason_code, source_id'],
  ['a direction', 'SELECT 1\nFROM t\nORDER BY subject_id DESC'],
  ['the order of a window', 'SELECT 1\nFROM t\nWINDOW w AS (\nORDER BY subject_id)'],
  ['a comment', 'SELECT 1\nFROM t\n-- ORDER BY subject_id'],
  ['an order that is not the last line', 'SELECT 1\nFROM t\nORDER BY subject_id\nLIMIT 3'],
  ['a line that goes on', 'SELECT 1\nFROM t ORDER BY subject_id'],
])('%s stays where it is', (_name, sql) => {
  expect(orderLast(sql)).toEqual({ rows: sql, order: [] });
});
