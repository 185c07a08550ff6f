import { expect, it } from 'vitest';
import { wordFor } from './kit.ts';

it('a word that a table does not have stays itself, also where every object has a member of that name', () => {
  const table = { 'user.session.start': 'login' };
  const words = ['user.session.start', 'other', 'constructor', '__proto__', 'toString', ''];
  expect(words.map((word) => wordFor(table, word))).toEqual([
    'login',
    'other',
    'constructor',
    '__proto__',
    'toString',
    '',
  ]);
});
