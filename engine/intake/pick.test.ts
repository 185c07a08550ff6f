import { expect, test } from 'vitest';
import { accountName, filled, lastStep, pick, pickText, utcText } from './pick.ts';

test('a path is looked for as one key, then as keys inside each other, without regard to case and punctuation', () => {
  const nested = { actor: { alternateId: 'a@x.example' }, outcome: { result: '' } };
  const flat = { 'actor.alternate_id': 'b@x.example', 'outcome.result': 'SUCCESS' };
  expect(pick(nested, 'actor.alternateId')).toBe('a@x.example');
  expect(pick(flat, 'actor.alternateId')).toBe('b@x.example');
  expect(pick(nested, 'outcome.result', 'actor')).toEqual({ alternateId: 'a@x.example' });
  expect(pick(nested, 'actor.alternateId.deeper', 'none')).toBe(null);
  expect(pickText({ count: 7, list: [1] }, 'list', 'count')).toBe('7');
  expect(pick({}, 'constructor')).toBe(null);
});

test('times without a zone are taken as UTC, other times stay', () => {
  expect(utcText('2022-12-11 02:57:48.693000000')).toBe('2022-12-11T02:57:48.693000Z');
  expect(utcText('2024/11/22 13:05')).toBe('2024-11-22T13:05Z');
  expect(utcText('2024-11-01T10:00:00.000+0000')).toBe('2024-11-01T10:00:00.000+00:00');
  expect(utcText('2024-11-01')).toBe('2024-11-01');
  expect(utcText(null)).toBe(null);
});

test('names, ids and empty members', () => {
  expect(accountName('Ana@X.example')).toBe('ana@x.example');
  expect(accountName('SVC-1')).toBe('SVC-1');
  expect(lastStep('https://x.example/api/v1/users/00u1?expand=a')).toBe('00u1');
  expect(filled({ a: null, b: '', c: false })).toEqual({ c: false });
  expect(filled({ a: null })).toBe(null);
});
