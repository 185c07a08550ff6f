import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import { encodeText } from '../json/utf8.ts';
import { parseProfile } from '../profiles/parse.ts';
import type { Profile } from '../profiles/schema.ts';
import { findProfile, listProfiles } from '../profiles/shipped.ts';
import { detectProfile } from './detect.ts';
import { RecordReader } from './facts.ts';
import { verifyChain } from './verify.ts';

const KEY = encodeText('the key of the log');
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const hmac = (text: string) => createHmac('sha256', KEY).update(text, 'utf8').digest('hex');
const ZEROS = '0'.repeat(64);

interface Form {
  profile: string;
  genesis: string | null;
  /** What is hashed for the record number n after `previous`, written out by hand. */
  preimage: (n: number, previous: string | null) => string;
  line: (n: number, previous: string | null, hash: string) => string;
  digest?: (preimage: string) => string;
}

const quoted = (text: string | null) => JSON.stringify(text);
/** An event line whose key order is not the sorted one and whose values tell the forms apart. */
const eventLine = (n: number, previous: string | null, hash: string) =>
  `{"id":"evt_${n}","amount":1.50,"User":"é","hash":"${hash}","previous_hash":${quoted(previous)}}`;

const FORMS: Form[] = [
  {
    profile: 'event-jcs',
    genesis: ZEROS,
    preimage: (n, p) => `{"User":"é","amount":1.5,"id":"evt_${n}","previous_hash":${quoted(p)}}`,
    line: eventLine,
  },
  {
    profile: 'event-python',
    genesis: null,
    preimage: (n, p) => `{"User": "\\u00e9", "amount": 1.5, "id": "evt_${n}", "previous_hash": ${quoted(p)}}`,
    line: eventLine,
  },
  {
    profile: 'event-python-utf8',
    genesis: 'GENESIS',
    preimage: (n, p) => `{"User": "é", "amount": 1.5, "id": "evt_${n}", "previous_hash": ${quoted(p)}}`,
    line: eventLine,
  },
  {
    profile: 'event-python-insertion',
    genesis: '',
    preimage: (n, p) => `{"id": "evt_${n}", "amount": 1.5, "User": "\\u00e9", "previous_hash": ${quoted(p)}}`,
    line: eventLine,
  },
  {
    profile: 'event-python-compact',
    genesis: '0000000000000000',
    preimage: (n, p) => `{"User":"\\u00e9","amount":1.5,"id":"evt_${n}","previous_hash":${quoted(p)}}`,
    line: eventLine,
  },
  {
    profile: 'event-stringify',
    genesis: null,
    preimage: (n, p) => `{"id":"evt_${n}","amount":1.5,"User":"é","previous_hash":${quoted(p)}}`,
    line: eventLine,
  },
  {
    profile: 'event-python-32',
    genesis: null,
    preimage: (n, p) => `{"User": "\\u00e9", "amount": 1.5, "id": "evt_${n}", "previous_hash": ${quoted(p)}}`,
    line: eventLine,
    digest: (text) => sha256(text).slice(0, 32),
  },
  {
    profile: 'event-unlinked',
    genesis: null,
    preimage: (n) => `{"User": "\\u00e9", "amount": 1.5, "id": "evt_${n}"}`,
    line: eventLine,
  },
  {
    profile: 'event-unlinked-insertion-32',
    genesis: null,
    preimage: (n) => `{"id": "evt_${n}", "amount": 1.5, "User": "\\u00e9"}`,
    line: eventLine,
    digest: (text) => sha256(text).slice(0, 32),
  },
  {
    profile: 'event-jcs-0x',
    genesis: `0x${ZEROS}`,
    preimage: (n, p) => `{"User":"é","amount":1.5,"id":"evt_${n}","previous_hash":${quoted(p)}}`,
    line: eventLine,
    digest: (text) => `0x${sha256(text)}`,
  },
  {
    profile: 'event-hmac-jcs',
    genesis: null,
    preimage: (n, p) => `{"User":"é","amount":1.5,"id":"evt_${n}","previous_hash":${quoted(p)}}`,
    line: eventLine,
    digest: hmac,
  },
  {
    profile: 'entry-jcs',
    genesis: 'GENESIS',
    preimage: (n, p) => `{"entry_id":"e${n}","prev_hash":${quoted(p)},"what":"é"}`,
    line: (n, p, hash) => `{"what":"é","entry_id":"e${n}","prev_hash":${quoted(p)},"entry_hash":"${hash}"}`,
  },
  {
    profile: 'entry-hmac-jcs',
    genesis: 'GENESIS',
    preimage: (n, p) => `{"entry_id":"e${n}","prev_entry_hmac":${quoted(p)},"what":"é"}`,
    line: (n, p, hash) =>
      `{"what":"é","entry_id":"e${n}","prev_entry_hmac":${quoted(p)},"entry_hmac":"${hash}"}`,
    digest: hmac,
  },
  {
    profile: 'envelope-jcs',
    genesis: null,
    preimage: (n, p) => `{"payload":{"a":${n},"b":"é"},"prev":${quoted(p)}}`,
    line: (n, p, hash) => `{"seq":${n},"payload":{"b":"é","a":${n}},"prev":${quoted(p)},"hash":"${hash}"}`,
  },
  {
    profile: 'line-joined',
    genesis: ZEROS,
    preimage: (n, p) => `${p}\n${sha256(`user "é" did ${n}`)}`,
    line: (n, p, hash) =>
      `{"seq":${n},"line":${quoted(`user "é" did ${n}`)},"prev":${quoted(p)},"hash":"${hash}"}`,
  },
  {
    profile: 'raw-line',
    genesis: null,
    preimage: (n, p) => `{ "seq": ${n}, "é": 1.50, "prev_hash": ${quoted(p)} }`,
    line: (n, p) => `{ "seq": ${n}, "é": 1.50, "prev_hash": ${quoted(p)} }`,
  },
];

function logOf({ genesis, preimage, line, digest = sha256 }: Form, count: number) {
  let previous = genesis;
  return Array.from({ length: count }, (_, i) => {
    const hash = digest(preimage(i + 1, previous));
    const bytes = encodeText(line(i + 1, previous, hash));
    previous = hash;
    return { index: i, offset: 0, bytes };
  });
}

describe('chain forms', () => {
  it.each(FORMS)('$profile hashes what its description says, and is detected', async (form) => {
    const log = logOf(form, 7);
    const keyed = findProfile(form.profile).digest.keyed;
    const reader = new RecordReader(findProfile(form.profile), nodeDigests, keyed ? KEY : null);
    const wanted = encodeText(form.preimage(1, form.genesis));
    expect(reader.preimage(log[0]!)).toEqual(wanted);
    const [report] = await verifyChain(log, {
      profile: 'auto',
      digests: nodeDigests,
      ...(keyed ? { key: KEY } : {}),
    });
    expect([report?.profile, report?.verdict, report?.breaks, report?.events]).toEqual([
      form.profile,
      'not_proven',
      [],
      7,
    ]);
  });

  it('reports which profiles fit, with how many records', () => {
    const log = logOf(FORMS[1]!, 6);
    const { profile, equals, fits } = detectProfile(log, listProfiles(), nodeDigests);
    expect(profile?.name).toBe('event-python');
    expect(equals).toEqual([]);
    expect(fits).toEqual([
      { profile: 'event-python', matched: 6, tried: 6 },
      { profile: 'entry-python', matched: 6, tried: 6 },
    ]);
  });

  it('flags cut digests as weak', async () => {
    const [report] = await verifyChain(logOf(FORMS[6]!, 3), { profile: 'auto', digests: nodeDigests });
    expect(report?.warnings).toEqual([
      'The digests are cut to 128 bits: two records with one digest can be made with the effort of 2^64.',
    ]);
  });

  it('says of a keyed chain that only holders of the key can have made it', async () => {
    const [report] = await verifyChain(logOf(FORMS[10]!, 3), {
      profile: 'auto',
      digests: nodeDigests,
      key: KEY,
    });
    expect(report?.statement.at(-1)).toBe(
      'The hashes are made with a key: whoever does not hold it cannot have made or altered them. Its holders can.',
    );
  });

  it('keeps apart forms that plain records cannot, as soon as one record tells', async () => {
    const plain = (n: number, p: string | null) => `{"id": "evt_${n}", "previous_hash": ${quoted(p)}}`;
    const telling: Form = {
      profile: 'event-python-utf8',
      genesis: null,
      preimage: (n, p) => (n < 300 ? plain(n, p) : plain(n, p).replace('{', '{"a": "é", ')),
      line: (n, p, hash) =>
        `{${n < 300 ? '' : '"a":"é",'}"id":"evt_${n}","previous_hash":${quoted(p)},"hash":"${hash}"}`,
    };
    const [report] = await verifyChain(logOf(telling, 310), { profile: 'auto', digests: nodeDigests });
    expect([report?.profile, report?.breaks, report?.warnings]).toEqual(['event-python-utf8', [], []]);
  });

  it.each([
    {
      about: 'chosen fields, joined',
      yaml: 'content: {form: delimited, only: [id, "n", gone, obj, previous_hash], delimiter: "|"}',
      record: `{"previous_hash":"${ZEROS}","n":null,"id":"évt","obj":{"b":1.0,"a":[true]},"extra":5`,
      preimage: `évt||{"a": [true], "b": 1.0}|${ZEROS}`,
    },
    {
      about: 'nulls dropped, a field left out',
      yaml: 'content: {form: jcs, nulls: drop, leave_out: [extra]}',
      record: `{"previous_hash":"${ZEROS}","n":null,"obj":{"n":null},"extra":5`,
      preimage: `{"obj":{"n":null},"previous_hash":"${ZEROS}"}`,
    },
    {
      about: 'chosen fields in the order of the list',
      yaml: 'content: {form: python, compact: true, sorted: false, only: [id, a, previous_hash]}',
      record: `{"previous_hash":"${ZEROS}","a":1e2,"z":0,"id":"x"`,
      preimage: `{"id":"x","a":100.0,"previous_hash":"${ZEROS}"}`,
    },
    {
      about: 'chosen fields, sorted',
      yaml: 'content: {form: jcs, only: [id, a]}',
      record: `{"previous_hash":"${ZEROS}","id":"x","z":0,"a":1e2`,
      preimage: '{"a":100,"id":"x"}',
    },
  ])('supports hand-written profiles: $about', ({ yaml, record, preimage }) => {
    const profile: Profile = parseProfile(
      `name: own\ntitle: Own\nfields: {id: id, hash: hash, previous: previous_hash}\n${yaml}\nlink: {position: in_record}\n`,
    );
    const bytes = encodeText(`${record},"hash":"${sha256(preimage)}"}`);
    const reader = new RecordReader(profile, nodeDigests, null);
    expect(new TextDecoder().decode(reader.preimage({ index: 0, offset: 0, bytes }) ?? undefined)).toBe(
      preimage,
    );
    expect(reader.read({ index: 0, offset: 0, bytes })).toMatchObject({
      fault: null,
      sound: true,
      previous: '',
    });
  });

  it('says why a record cannot be read', () => {
    const reader = new RecordReader(findProfile('event-jcs'), nodeDigests, null);
    const fault = (text: string) => reader.read({ index: 0, offset: 0, bytes: encodeText(text) }).fault;
    expect(fault('[1]')).toBe('the record is no JSON object');
    expect(fault('{"id":"a"}')).toBe('the record states no hash');
    expect(fault('{"hash":5}')).toBe('the record states no hash');
    expect(fault('{"hash":"ab","previous_hash":7}')).toBe('the record states no previous hash');
    expect(fault('{"hash":"ab","n":1e999}')).toBe('the number 1e999 is beyond the range of a double');
    expect(fault('{"hash":"ab"')).toBe('a comma or } is expected (at byte 12 of the record)');
  });
});
