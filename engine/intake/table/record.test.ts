import { expect, test } from 'vitest';
import { newFacts, readRecord, splitRecord, writeRecord, type RecordFacts } from './record.ts';

function read(text: string, last = true): RecordFacts {
  const bytes = Buffer.from(text);
  const facts = newFacts();
  readRecord(bytes, 0, bytes.length, { delimiter: 44, carriageReturns: false }, last, facts);
  return facts;
}

test.each([
  ['a,b,c\nnext', 3, 5, 6],
  ['a,b\r\nnext', 2, 3, 5],
  ['"a,b",c\n', 2, 7, 8],
  ['"a\nb",c\n', 2, 7, 8],
  ['"a""b",c\n', 2, 8, 9],
  [',,\n', 3, 2, 3],
  ['a', 1, 1, 1],
  ['', 1, 0, 0],
])('%j has %d values', (text, fields, end, next) => {
  expect(read(text)).toMatchObject({ fields, end, next, fault: null });
});

test('a record that the buffer cuts is read when more has come', () => {
  for (const text of ['a,b', 'a,"b', 'a,"b"', 'a\r']) expect(read(text, false).next).toBe(-1);
});

test('text after a closing quote and quotes without an end are faults', () => {
  expect(read('"a"b,c\n').fault).toBe('BAD_QUOTES');
  expect(read('"a"\rb,c\n').fault).toBe('BAD_QUOTES');
  expect(read('"a,b\nc,d\n').fault).toBe('UNCLOSED_QUOTE');
});

test('spaces around quotes and quotes inside bare values are tolerated and marked', () => {
  expect(read('a, "b" ,c\n')).toMatchObject({ fields: 3, irregular: true, fault: null });
  expect(read('a,5" pipe,c\n')).toMatchObject({ fields: 3, irregular: true, fault: null });
});

test('values keep their text; an empty quoted one differs from none', () => {
  const text = 'a, "b ""c"" d" ,,"",5" pipe';
  const values = splitRecord(text, ',');
  expect(values).toEqual([
    { text: 'a', quoted: false },
    { text: 'b "c" d', quoted: true },
    { text: '', quoted: false },
    { text: '', quoted: true },
    { text: '5" pipe', quoted: false },
  ]);
  expect(writeRecord(values, 7)).toBe('7,"a","b ""c"" d",,"","5"" pipe"\n');
});
