import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateProfiles } from './generate.ts';
import { parseProfile } from './parse.ts';
import { digestCharacters, isWeakDigest } from './digest-size.ts';
import { findProfile, listProfiles } from './shipped.ts';

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  return 'no error';
}

const MINIMAL =
  'name: own\ntitle: Own log\nfields: {hash: h, previous: [p, q]}\ncontent: {form: jcs}\nlink: {position: in_record}\n';

describe('profiles', () => {
  it('are embedded as the files have them', () => {
    const generated = generateProfiles({
      list: (folder) => readdirSync(folder),
      read: (path) => readFileSync(path, 'utf8'),
    });
    expect(readFileSync(generated.path, 'utf8')).toBe(generated.text);
  });

  it('have the names of their files, and the preferred ones first', () => {
    const names = listProfiles().map((profile) => profile.name);
    const files = readdirSync(`${import.meta.dirname}/shipped`).map((file) => file.replace('.yaml', ''));
    expect([...names].sort()).toEqual(files.sort());
    expect(names.slice(0, 4)).toEqual([
      'event-jcs',
      'event-python',
      'event-python-compact',
      'event-python-insertion',
    ]);
  });

  it('flag digests that are cut', () => {
    const weak = listProfiles().filter(isWeakDigest);
    expect(weak.map((profile) => profile.name).every((name) => name.endsWith('-32'))).toBe(true);
    expect(weak.map(digestCharacters)).toEqual(weak.map(() => 32));
    expect(weak).toHaveLength(8);
  });

  it('are read from YAML, with defaults', () => {
    expect(parseProfile(MINIMAL)).toEqual({
      name: 'own',
      title: 'Own log',
      fields: { hash: ['h'], previous: ['p', 'q'] },
      genesis: { forms: ['absent', 'json_null', 'empty', 'zeros'], texts: ['GENESIS'] },
      digest: { algorithm: 'sha256', encoding: 'hex', prefix: '', keyed: false },
      content: {
        form: 'jcs',
        sorted: true,
        compact: false,
        ascii: true,
        leave_out: [],
        nulls: 'keep',
        delimiter: '|',
      },
      link: {
        position: 'in_record',
        previous_name: 'prev',
        record_name: 'payload',
        separator: '\n',
        inner: 'content',
      },
    });
  });

  it.each([
    ['name: [', 'The profile is not YAML'],
    ['just text', 'The profile does not follow the schema: profile:'],
    [MINIMAL.replace('own', 'Own'), 'The profile does not follow the schema: name:'],
    [`${MINIMAL}colour: red\n`, 'The profile does not follow the schema: profile:'],
    [MINIMAL.replace('jcs', 'xml'), 'The profile does not follow the schema: content.form:'],
    [MINIMAL.replace('jcs', 'delimited'), 'content.only: a delimited content needs the list of its fields'],
    [MINIMAL.replace('jcs', 'raw'), 'content.take: a raw line cannot hold the digest of itself'],
    [
      MINIMAL.replace('jcs', 'delimited, only: [a]').replace('in_record', 'envelope'),
      'link.position: an envelope needs a JSON form',
    ],
  ])('refuse what they cannot mean', (yaml, message) => {
    expect(messageOf(() => parseProfile(yaml)).startsWith(`PROFILE_INVALID: ${message}`)).toBe(true);
  });

  it('are found by name', () => {
    expect(findProfile('event-python').content).toMatchObject({
      form: 'python',
      sorted: true,
      compact: false,
      ascii: true,
    });
    expect(messageOf(() => findProfile('event-xml'))).toBe(
      'PROFILE_UNKNOWN: No hash-chain profile is called "event-xml"',
    );
  });
});
