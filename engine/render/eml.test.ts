import { spawnSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { buildDraft, isAddress, type Letter } from './eml.ts';

const LETTER: Letter = {
  from: { name: 'Internal Audit', address: 'audit@corp.example' },
  to: { name: 'Mia', address: 'mia@corp.example' },
  date: '2024-11-15T00:00:00Z',
  subject: 'Please review',
  text: 'Good day,\n\nÜber = 1 ',
  attachment: { name: 'book.xlsx', type: 'application/octet-stream', bytes: new Uint8Array([0, 1, 2, 250]) },
};

const build = (change: Partial<Letter>): string =>
  Buffer.from(buildDraft({ ...LETTER, ...change })).toString('latin1');

/** Header lines, unfolded (RFC 5322 section 2.2.3). */
function headers(text: string): string[] {
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n');
}

describe('a draft', () => {
  it('is RFC 5322 and MIME, letter for letter', () => {
    const text = build({});
    const boundary = /boundary="(=_tickmark-[0-9a-f]{32})"/.exec(text)![1]!;
    expect(text).toBe(
      [
        'X-Unsent: 1',
        'Date: Fri, 15 Nov 2024 00:00:00 +0000',
        'From: "Internal Audit"',
        ' <audit@corp.example>',
        'To: "Mia"',
        ' <mia@corp.example>',
        'Subject: Please review',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed;',
        ` boundary="${boundary}"`,
        '',
        `--${boundary}`,
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Good day,',
        '',
        '=C3=9Cber =3D 1=20',
        `--${boundary}`,
        'Content-Type: application/octet-stream',
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment;',
        ' filename="book.xlsx"',
        '',
        'AAEC+g==',
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    );
    expect(build({})).toBe(text);
  });

  it('lets nothing in data begin a header or a part of its own', () => {
    const evil = 'Eve\r\nBcc: all@corp.example\r\n\r\n<script>\u2028X: 1\u0000';
    const text = build({
      from: { name: evil, address: 'audit@corp.example' },
      to: { name: evil, address: 'mia@corp.example' },
      subject: evil,
      attachment: { ...LETTER.attachment, name: `a"\r\nX-Evil: 1/../../é.xlsx` },
    });
    expect(headers(text).map((line) => line.split(':')[0])).toEqual([
      'X-Unsent',
      'Date',
      'From',
      'To',
      'Subject',
      'MIME-Version',
      'Content-Type',
    ]);
    expect(text).not.toMatch(/^(?:Bcc|X-Evil|X):/m);
  });

  it.each([
    'mia@corp.example\r\nBcc: x@y.example',
    'mia',
    'a b@corp.example',
    '@corp.example',
    'mia@',
    'mia@-corp.example',
    'mia@corp..example',
    '.mia@corp.example',
    'müa@corp.example',
    'mia@corp.example, eve@corp.example',
    `${'a'.repeat(65)}@corp.example`,
  ])('has no recipient %j', (address) => {
    expect(isAddress(address)).toBe(false);
    expect(() => build({ to: { name: '', address } })).toThrow(RangeError);
  });

  it.each(['mia@corp.example', "o'neil+x@sub.corp.example", 'a@localhost'])(
    'has a recipient %j',
    (address) => {
      expect(isAddress(address)).toBe(true);
    },
  );

  it('keeps lines of headers short and encodes what is not ASCII in whole characters', () => {
    const name = 'Łukasz Żółć-Brzęczyszczykiewicz '.repeat(6).trim();
    const text = build({
      to: { name, address: 'mia@corp.example' },
      subject: `${'Überprüfung 🔑 '.repeat(12)}`,
    });
    const lines = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
    const words = [...text.matchAll(/=\?UTF-8\?B\?([A-Za-z0-9+/=]+)\?=/g)].map(([, word]) => word!);
    expect(words.every((word) => !Buffer.from(word, 'base64').toString('utf8').includes('\ufffd'))).toBe(
      true,
    );
  });
});

const python = spawnSync('python3', ['-c', 'import email.policy']).status === 0;

test.runIf(!python)('not run: python3 absent', () => {
  expect(python).toBe(false);
});

test.runIf(python)('is read by the mail parser of Python as it was meant', () => {
  // One encoded word: Python keeps the space between two of them in a name, which RFC 2047 section 6.2 drops.
  const name = 'Ł "Luke" Żółć\r\nBcc: x@y.example';
  const draft = buildDraft({
    ...LETTER,
    to: { name, address: 'luk@corp.example' },
    subject: 'Überprüfung bis 2024-11-22 (REVIEW-2024-11-15, REVIEW-2024-11-15-SERVICE)',
    attachment: {
      ...LETTER.attachment,
      name: 'łukasz żółć über sechzig Zeichen lang, damit der Name geteilt wird.xlsx',
    },
  });
  const script = `
import sys, json, email, email.policy
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
a = list(m.iter_attachments())
print(json.dumps([str(m['To'].addresses[0].display_name), m['To'].addresses[0].addr_spec, m['Subject'], m['Bcc'],
  m.get_body().get_content().replace('\\r\\n', '\\n'), a[0].get_filename(), list(a[0].get_content()), len(a), len(m.defects)]))`;
  const { stdout } = spawnSync('python3', ['-c', script], { input: draft });
  expect(JSON.parse(stdout.toString())).toEqual([
    'Ł "Luke" Żółć Bcc: x@y.example',
    'luk@corp.example',
    'Überprüfung bis 2024-11-22 (REVIEW-2024-11-15, REVIEW-2024-11-15-SERVICE)',
    null,
    'Good day,\n\nÜber = 1 ',
    'łukasz żółć über sechzig Zeichen lang, damit der Name geteilt wird.xlsx',
    [0, 1, 2, 250],
    1,
    0,
  ]);
});
