import { expect, test } from 'vitest';
import { MASK, maskCells, maskRow, maskSecrets } from './secrets.ts';

// Forms of stored passwords: crypt(5), and the manuals of the products named.
test.each([
  ['shadow, SHA-512', 'ana:$6$salt$aBcDeFgHiJ./:19700:0:99999:7:::', `ana:${MASK}:19700:0:99999:7:::`],
  ['shadow, yescrypt', 'ana:!$y$j9T$F5Jx$kOPq:19700', `ana:!${MASK}:19700`],
  ['bcrypt in a table', 'ana,$2b$12$abcdefghijklmnopqrstuv,yes', `ana,${MASK}`.concat(',yes')],
  ['MySQL, native', `%|ana|*${'A1'.repeat(20)}|Y`, `%|ana|${MASK}|Y`],
  ['PostgreSQL, SCRAM', 'ana SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5', `ana ${MASK}`],
  ['PostgreSQL, MD5', `ana,md5${'0f'.repeat(16)}`, `ana,${MASK}`],
  ['Oracle', `S:${'0F'.repeat(30)};T:${'0F'.repeat(80)}`, `${MASK};${MASK}`],
  ['SAP', '{x-issha, 1024}abcDEF0123+/=', MASK],
  ['a directory', 'userPassword: {SSHA}abcDEF0123+/=', `userPassword: ${MASK}`],
  ['JSON', '{"user":"ana","authentication_string":"x"}', `{"user":"ana","authentication_string":"${MASK}"}`],
  ['text without any', 'ana,2024-11-24,$600,*important*', 'ana,2024-11-24,$600,*important*'],
])('%s', (_what, text, expected) => {
  expect(maskSecrets(text)).toBe(expected);
});

test('in a table the header says where they stand', () => {
  const header = ['MANDT', 'BNAME', 'BCODE', 'USTYP'];
  expect(maskRow('100,ANA,0123456789ABCDEF,A', header, ',')).toBe(`100,ANA,${MASK},A`);
  expect(maskRow('100,"A,NA",,A', header, ',')).toBe('100,"A,NA",,A');
  expect(maskCells(['100', 'ANA', '0123456789ABCDEF', 'A'], header)).toEqual(['100', 'ANA', MASK, 'A']);
});

test('in a broken row they may stand elsewhere: every long word goes', () => {
  const header = ['MANDT', 'BNAME', 'BCODE', 'USTYP'];
  expect(maskRow('100,x,ANA,0123456789ABCDEF,A', header, ',')).toBe(`100,x,${MASK},${MASK},A`);
  expect(maskRow('100,"ANA,0123456789ABCDEF,A', header, ',')).toBe(`100,"ANA,${MASK},A`);
});
