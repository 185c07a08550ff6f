import { expect, it } from 'vitest';
import { TickmarkError } from '#shared/model/errors.ts';
import { parseItems } from './read-csv.ts';

it('reads what a spreadsheet writes: byte order mark, semicolons, quotes, line ends inside them', () => {
  const text =
    '\uFEFFId;Title;Due On;Table;Expected\r\nP1;"Roster; ""all"" of\nHR";2024-12-01;identities;2\r\n;;;;\r\nP2;Logs;;;\r\n';
  expect(parseItems(text)).toEqual([
    {
      id: 'P1',
      title: 'Roster; "all" of\nHR',
      due_on: '2024-12-01',
      match: { table: 'identities' },
      expected: 2,
    },
    { id: 'P2', title: 'Logs' },
  ]);
});

it.each([
  ['nothing', '', 'FILE_EMPTY'],
  ['no items', 'id,title\n', 'FILE_EMPTY'],
  ['an item without a title', 'id,title\nP1,\n', 'FILE_MALFORMED'],
  ['a day that is none', 'id,title,due_on\nP1,Roster,1 Dec\n', 'FILE_MALFORMED'],
  ['a column nobody knows', 'id,title,colour\nP1,Roster,red\n', 'FILE_MALFORMED'],
  ['an open quote', 'id,title\nP1,"Roster\n', 'FILE_MALFORMED'],
])('refuses %s', (_name, text, code) => {
  let found = 'read';
  try {
    parseItems(text);
  } catch (error) {
    found = error instanceof TickmarkError ? error.code : String(error);
  }
  expect(found).toBe(code);
});
