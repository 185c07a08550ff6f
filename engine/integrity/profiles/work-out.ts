import type { Digests } from '../digests.ts';
import { RecordReader } from '../chain/facts.ts';
import type { ChainRecordLine } from '../records/record.ts';
import { HASH_ALGORITHMS } from './digest-size.ts';
import { type Profile, profileSchema } from './schema.ts';

/** Name of a profile that was worked out from a log. */
export const WORKED_OUT = 'worked-out';

/** Records that are looked at, and how many of them a profile has to explain. */
const LOOKED_AT = 12;
const LEAST = 3;
/** More members than these make the search long, and are no chained event. */
const MOST_MEMBERS = 40;
/** So do records of more bytes than these: each of thousands of profiles reads them all. */
const MOST_BYTES = 1 << 17;

type Content = Partial<Profile['content']> & Pick<Profile['content'], 'form'>;
type Link = Partial<Profile['link']> & Pick<Profile['link'], 'position'>;
type Members = Record<string, unknown>;

interface Digest {
  prefix: string;
  encoding: Profile['digest']['encoding'];
  algorithm: Profile['digest']['algorithm'];
  characters?: number;
}

/** A prefix is as long as profiles allow. */
const HEX = /^(0x|[a-z0-9]{1,15}[:-])?([0-9a-f]{32,128})$/i;
const BASE64 = /^([a-z0-9]{1,15}[:-])?([A-Za-z0-9+/_-]{27,88}={0,2})$/;
const HEX_LENGTHS: Readonly<Record<number, Digest['algorithm']>> = {
  40: 'sha1',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};
const BASE64_LENGTHS: Readonly<Record<number, Digest['algorithm']>> = {
  27: 'sha1',
  43: 'sha256',
  64: 'sha384',
  86: 'sha512',
};

const SEPARATORS = ['', '\n', '|', ':', ',', ' ', ';'] as const;

/** How the texts of a field are digests; null where they are none. */
function digestOf(texts: readonly string[]): Digest | null {
  const first = texts[0] ?? '';
  const hex = HEX.exec(first);
  if (hex !== null) {
    const [, prefix = '', digits = ''] = hex;
    if (!texts.every((text) => text.startsWith(prefix) && text.length === first.length)) return null;
    const whole = HEX_LENGTHS[digits.length];
    return whole === undefined
      ? { prefix, encoding: 'hex', algorithm: 'sha256', characters: digits.length }
      : { prefix, encoding: 'hex', algorithm: whole };
  }
  const base64 = BASE64.exec(first);
  if (base64 === null) return null;
  const [, prefix = '', digits = ''] = base64;
  const algorithm = BASE64_LENGTHS[digits.replace(/=+$/, '').length];
  if (algorithm === undefined || !HASH_ALGORITHMS.includes(algorithm)) return null;
  const urlSafe = texts.some((text) => /[_-]/.test(text.slice(prefix.length))) || !digits.endsWith('=');
  return { prefix, encoding: urlSafe && algorithm !== 'sha384' ? 'base64url' : 'base64', algorithm };
}

function textsOf(records: readonly Members[], name: string): string[] | null {
  const texts = records.map((record) => record[name]);
  return texts.every((text) => typeof text === 'string') ? texts : null;
}

/** The member that names, in most records, what another member of the record before states. */
function linkedPair(
  records: readonly Members[],
  names: readonly string[],
): { hash: string; previous: string } | null {
  let best: { hash: string; previous: string; links: number } | null = null;
  for (const hash of names) {
    const stated = textsOf(records, hash);
    if (stated === null || digestOf(stated) === null) continue;
    for (const previous of names) {
      if (previous === hash) continue;
      const links = records.filter((record, i) => i > 0 && record[previous] === stated[i - 1]).length;
      if (links >= LEAST - 1 && links > (best?.links ?? 0)) best = { hash, previous, links };
    }
  }
  return best;
}

function* jsonForms(): Generator<Content> {
  yield { form: 'jcs' };
  for (const sorted of [true, false])
    for (const compact of [false, true])
      for (const ascii of [true, false]) yield { form: 'python', sorted, compact, ascii };
}

/** Contents to try, the plain ones first. */
function* contents(
  names: readonly string[],
  hash: string,
  previous: string,
): Generator<{ content: Content; link: Link }> {
  const others = names.filter((name) => name !== hash && name !== previous);
  for (const content of jsonForms()) {
    yield { content, link: { position: 'in_record' } };
    yield { content: { ...content, nulls: 'drop' }, link: { position: 'in_record' } };
    yield { content, link: { position: 'unlinked' } };
    for (const separator of SEPARATORS)
      for (const inner of ['content', 'digest'] as const)
        yield { content, link: { position: 'joined', separator, inner } };
  }
  const orders = [
    names.filter((name) => name !== hash),
    [previous, ...others],
    [...others, previous],
    others,
  ];
  for (const delimiter of ['|', ':', ',', ';', '\n', '', ' '])
    for (const only of orders) {
      const linked = only.includes(previous);
      yield {
        content: { form: 'delimited', only, delimiter },
        link: { position: linked ? 'in_record' : 'unlinked' },
      };
    }
  for (const name of others)
    for (const content of jsonForms()) {
      yield { content: { ...content, leave_out: [name] }, link: { position: 'in_record' } };
      yield { content: { ...content, take: name }, link: { position: 'unlinked' } };
      for (const separator of SEPARATORS)
        yield { content: { ...content, take: name }, link: { position: 'joined', separator } };
    }
}

const USUAL = {
  chain: ['chain', 'chain_id'],
  id: ['id', 'event_id', 'entry_id', 'eventId', 'entryId', 'record_id', 'uuid'],
  time: [
    'timestamp',
    'occurred_at',
    'at',
    'time',
    'ts',
    'created_at',
    'createdAt',
    'event_time',
    'eventTime',
  ],
  sequence: ['seq', 'sequence', 'index', 'sequence_number', 'seq_no', 'position'],
} as const;

/** Texts that stand for "no predecessor" and are no digest, as the first record has one. */
function genesisTexts(first: Members, previous: string): string[] {
  const text = first[previous];
  return typeof text === 'string' && text !== '' && digestOf([text]) === null
    ? ['GENESIS', text]
    : ['GENESIS'];
}

function membersOf(records: readonly ChainRecordLine[]): Members[] | null {
  const decoder = new TextDecoder();
  const members: Members[] = [];
  for (const { bytes, fault } of records) {
    if (fault !== undefined) continue;
    try {
      const value: unknown = JSON.parse(decoder.decode(bytes));
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
      members.push(value as Members);
    } catch {
      continue;
    }
  }
  return members.length < LEAST ? null : members;
}

/**
 * Works a profile out from a log that none of the known ones explains: which member repeats the hash of the record before,
 * what kind of digest it is, and which form of the record gives it. A profile that makes the very digest of most records
 * cannot be wrong about what is hashed; what it cannot know is whether members that are not hashed should be. `key`: with
 * it, keyed digests are tried, and no others. Answers null where nothing of what is tried does.
 */
export function workOutProfile(
  sample: readonly ChainRecordLine[],
  digests: Digests,
  key: Uint8Array | null = null,
): Profile | null {
  const looked = sample.slice(0, LOOKED_AT);
  if (looked.reduce((sum, { bytes }) => sum + bytes.length, 0) > MOST_BYTES) return null;
  const records = membersOf(looked);
  if (records === null) return null;
  const names = Object.keys(records[1] ?? {});
  // No profile can speak of a member without a name.
  if (names.length > MOST_MEMBERS || names.includes('')) return null;
  const pair = linkedPair(records, names);
  if (pair === null) return null;
  const { hash, previous } = pair;
  const digest = digestOf(textsOf(records, hash)!)!;
  const usual = Object.fromEntries(
    Object.entries(USUAL)
      .map(([field, list]) => [field, list.filter((name) => names.includes(name))] as const)
      .filter(([, list]) => list.length > 0),
  );
  for (const { content, link } of contents(names, hash, previous)) {
    const profile = profileSchema.parse({
      name: WORKED_OUT,
      title: 'Worked out from the log: no known profile explains it',
      fields: { ...usual, hash, previous },
      genesis: { texts: genesisTexts(records[0]!, previous) },
      digest: { ...digest, keyed: key !== null },
      content,
      link,
    });
    const reader = new RecordReader(profile, digests, key);
    const sound = looked.filter((record) => {
      const facts = reader.read(record);
      return facts.fault === null && facts.sound;
    }).length;
    if (sound >= LEAST && sound * 2 > looked.length) return profile;
  }
  return null;
}
