import { describe, expect, it } from 'vitest';
import { parseTags, tagValue, writeTags } from './bag-info.ts';
import { parseEnvelope, preAuthEncoding, writeEnvelope } from './dsse.ts';
import { parseManifest, writeManifest } from './manifest.ts';
import { compareBytes } from './paths.ts';
import { parseStatement, type Statement, writeStatement } from './statement.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const DIGEST = 'ab'.repeat(32);

describe('manifests (RFC 8493 section 2.1.3)', () => {
  it('are sorted by bytes, not by UTF-16 unit', () => {
    // U+FF5E sorts behind U+1F600 by UTF-16 unit and before it in UTF-8.
    const written = writeManifest(
      new Map([
        ['data/😀', DIGEST],
        ['data/～', DIGEST],
        ['data/B', DIGEST],
        ['data/a', DIGEST],
      ]),
    );
    expect(Buffer.from(written).toString()).toBe(
      `${DIGEST}  data/B\n${DIGEST}  data/a\n${DIGEST}  data/～\n${DIGEST}  data/😀\n`,
    );
    expect(compareBytes('～', '😀')).toBe(-1);
  });

  it('are read with the freedoms of the standard', () => {
    const text = `${DIGEST.toUpperCase()} data/a\r\n${DIGEST}  *data/b c\n${DIGEST}\tdata/d`;
    const { digests, problems } = parseManifest(bytes(text), 'sha256');
    expect([...digests]).toEqual([
      ['data/a', DIGEST],
      ['data/b c', DIGEST],
      ['data/d', DIGEST],
    ]);
    expect(problems).toEqual([]);
  });

  it('report lines that are wrong, listed twice or lead outside', () => {
    const text = `${DIGEST}  data/a\nshort  data/b\n${DIGEST}  data/a\n${DIGEST}  ../x\n\n`;
    expect(parseManifest(bytes(text), 'sha256').problems).toEqual([
      'line 2 is no digest and path',
      'line 3: data/a is listed twice',
      'line 4: the path climbs out of the package',
      'line 5 is no digest and path',
    ]);
    expect(parseManifest(Buffer.from([0xff, 0xfe]), 'sha256').problems).toEqual(['is not UTF-8 text']);
  });
});

describe('tag files (RFC 8493 section 2.2.2)', () => {
  it('unfold continued lines and ignore the case of labels', () => {
    const tags = parseTags(bytes('Source-Organization: A\n  long name\nBagging-Date : 2024-11-24\n'));
    expect(tags).toEqual([
      ['Source-Organization', 'A long name'],
      ['Bagging-Date', '2024-11-24'],
    ]);
    expect(tagValue(tags ?? [], 'bagging-date')).toBe('2024-11-24');
    expect(parseTags(bytes('no colon here'))).toBe(null);
  });

  it('are never written with a line break inside', () => {
    expect(writeTags([['Label', 'two\nlines']])).toBe(null);
    expect(writeTags([['La:bel', 'x']])).toBe(null);
  });
});

describe('DSSE v1', () => {
  it('encodes the example of the specification', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', bytes('hello world'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('counts bytes, not characters', () => {
    expect(Buffer.from(preAuthEncoding('ü', bytes('é'))).toString()).toBe('DSSEv1 2 ü 2 é');
  });

  it('reads back what it wrote, and nothing else without a problem', () => {
    const envelope = { payloadType: 't', payload: bytes('{}'), keyid: 'k', sig: bytes('s') };
    const written = Buffer.from(writeEnvelope(envelope)).toString();
    expect(parseEnvelope(bytes(written)).problem).toBe(null);
    // base64 of one byte leaves four bits that decoders ignore.
    expect(written).toContain('"sig": "cw=="');
    expect(parseEnvelope(bytes(written.replace('cw==', 'cx=='))).problem).toMatch(
      /is not in the written form/,
    );
    expect(parseEnvelope(bytes(written.replace('"keyid"', '"x":1,"keyid"'))).problem).toMatch(/written form/);
    expect(parseEnvelope(bytes('[]')).problem).toBe('does not carry exactly one signature');
    expect(parseEnvelope(bytes('{"signatures":[{}]}')).problem).toBe(
      'lacks payloadType, payload, keyid or sig',
    );
    expect(parseEnvelope(bytes('{')).problem).toBe('is not JSON');
  });
});

describe('in-toto Statement v1', () => {
  const statement: Statement = {
    subjects: [{ name: 'tagmanifest-sha256.txt', sha256: DIGEST }],
    role: 'reviewer',
    signed_at: '2024-11-26T14:00:00Z',
    evidence: null,
    signed_report: null,
  };

  it('is written as the specification asks, one subject per line', () => {
    const text = Buffer.from(writeStatement(statement)).toString();
    expect(JSON.parse(text)).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'tagmanifest-sha256.txt', digest: { sha256: DIGEST } }],
      predicateType: 'urn:tickmark:evidence-package:1',
      predicate: { role: 'reviewer', signed_at: '2024-11-26T14:00:00Z' },
    });
    expect(text.split('\n')[3]).toBe(`    {"name":"tagmanifest-sha256.txt","digest":{"sha256":"${DIGEST}"}}`);
    expect(parseStatement(bytes(text))).toEqual({ statement });
  });

  it.each([
    ['{', 'is not JSON in UTF-8'],
    ['{}', 'is no https://in-toto.io/Statement/v1'],
    [
      '{"_type":"https://in-toto.io/Statement/v1","predicateType":"x"}',
      'has another predicate than urn:tickmark:evidence-package:1',
    ],
  ])('refuses %s', (text, problem) => {
    expect(parseStatement(bytes(text))).toEqual({ problem });
  });

  it('refuses an unknown role, a missing time and subjects named twice', () => {
    const changed = (change: (document: Record<string, never>) => void) => {
      const document = JSON.parse(Buffer.from(writeStatement(statement)).toString());
      change(document);
      return parseStatement(bytes(JSON.stringify(document)));
    };
    const set = (key: string, value: unknown) => (document: Record<string, never>) =>
      Object.assign(document.predicate ?? {}, { [key]: value });
    expect(changed(set('role', 'boss'))).toEqual({ problem: 'names no known role' });
    expect(changed(set('signed_at', 'soon'))).toEqual({ problem: 'states no signing time' });
    const twice = {
      subject: [statement.subjects[0], statement.subjects[0]].map((s) => ({
        name: s?.name,
        digest: { sha256: s?.sha256 },
      })),
    };
    expect(changed((document) => Object.assign(document, twice))).toEqual({
      problem: 'names tagmanifest-sha256.txt twice',
    });
  });
});
