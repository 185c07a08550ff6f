import { TickmarkError } from '#shared/model/errors.ts';
import type { Digests } from '../digests.ts';
import { ByteSink } from '../json/byte-sink.ts';
import { JsonDocument } from '../json/document.ts';
import { NULL, NUMBER, OBJECT, STRING } from '../json/tape.ts';
import type { Profile } from '../profiles/schema.ts';
import type { ChainRecordLine } from '../records/record.ts';
import { type CompiledProfile, compileProfile, FIELDS } from './compile.ts';
import { type FieldNodes, writePreimage } from './preimage.ts';

/** Stands for "no predecessor": the previous hash has one of the genesis forms of the profile. */
export const GENESIS = '';

/** What one record says and what its bytes give. Hashes are lowercase text with the prefix of the profile. */
export interface RecordFacts {
  index: number;
  /** Why the record cannot be read under the profile; the other members are then null. */
  fault: string | null;
  chain: string | null;
  id: string | null;
  time: string | null;
  /** Number that counts up: the sequence field, else the digits at the end of the id. */
  number: number | null;
  /** Hash that others may refer to: the stated one, or the computed one where the profile states none. */
  stated: string;
  computed: string;
  previous: string;
  /** The stated hash is the computed one, or the profile states none. */
  sound: boolean;
}

const HASH = FIELDS.indexOf('hash');
const PREVIOUS = FIELDS.indexOf('previous');
const ID = FIELDS.indexOf('id');
const TIME = FIELDS.indexOf('time');
const SEQUENCE = FIELDS.indexOf('sequence');
const CHAIN = FIELDS.indexOf('chain');

const HEX_TEXT = /^[0-9A-Fa-fx]+$/;

function normal(text: string): string {
  return HEX_TEXT.test(text) ? text.toLowerCase() : text;
}

/** A digest in base64 with its padding, in base64url without. */
function base64Of(hex: string, encoding: 'base64' | 'base64url'): string {
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2)
    bytes += String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16));
  const text = btoa(bytes);
  return encoding === 'base64' ? text : text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads and hashes records under one profile. Holds buffers, so that each record costs no allocation of its own. */
export class RecordReader {
  readonly profile: Profile;
  private readonly compiled: CompiledProfile;
  private readonly digests: Digests;
  private readonly key: Uint8Array | null;
  private readonly doc = new JsonDocument();
  private readonly sink = new ByteSink();
  private readonly scratch = new ByteSink();
  private readonly fields: FieldNodes = { hash: -1, previous: -1 };
  private readonly nodes = new Int32Array(FIELDS.length);
  private readonly ranks = new Int32Array(FIELDS.length);
  /** Hash of the record before: what the next one most likely names. */
  private lastStated = '';
  private lastChain: string | null = null;
  private lastTime: string | null = null;

  /** `key` is required by keyed profiles (else BAD_ARGUMENT) and not used by others. */
  constructor(profile: Profile, digests: Digests, key: Uint8Array | null) {
    this.profile = profile;
    this.compiled = compileProfile(profile);
    this.digests = digests;
    if (profile.digest.keyed && key === null) {
      throw new TickmarkError('BAD_ARGUMENT', `The profile ${profile.name} needs the key of the log`);
    }
    this.key = profile.digest.keyed ? key : null;
  }

  read(record: ChainRecordLine): RecordFacts {
    if (record.fault !== undefined) return this.malformed(record, record.fault);
    const doc = this.doc;
    const fault = doc.parse(record.bytes);
    if (fault !== null) return this.malformed(record, `${fault.message} (at byte ${fault.at} of the record)`);
    if (doc.kind(0) !== OBJECT) return this.malformed(record, 'the record is no JSON object');
    return this.facts(record);
  }

  /** The bytes that are hashed for this record, or null where there are none. */
  preimage(record: ChainRecordLine): Uint8Array<ArrayBuffer> | null {
    return this.read(record).fault === null ? this.sink.view().slice() : null;
  }

  private facts(record: ChainRecordLine): RecordFacts {
    const { compiled, doc, fields, nodes } = this;
    this.locate();
    fields.hash = nodes[HASH]!;
    fields.previous = nodes[PREVIOUS]!;
    if (compiled.statesHash && (fields.hash < 0 || doc.kind(fields.hash) !== STRING)) {
      return this.malformed(record, 'the record states no hash');
    }
    const previous = this.previous(fields.previous);
    if (previous === null) return this.malformed(record, 'the record states no previous hash');
    const computed = this.digest(record);
    if (this.sink.fault !== null) return this.malformed(record, this.sink.fault);
    const sound = !compiled.statesHash || doc.isText(fields.hash, computed);
    const stated = sound ? computed : normal(doc.text(fields.hash));
    const id = this.scalar(nodes[ID]!);
    this.lastStated = stated;
    return {
      index: record.index,
      fault: null,
      chain: (this.lastChain = this.scalar(nodes[CHAIN]!, this.lastChain)),
      id,
      time: (this.lastTime = this.scalar(nodes[TIME]!, this.lastTime)),
      number: this.number(id),
      stated,
      computed,
      previous,
      sound: sound || stated === computed,
    };
  }

  /** Finds the value nodes of all fields in one pass over the members. */
  private locate(): void {
    const { doc, nodes, ranks } = this;
    const { names } = this.compiled;
    nodes.fill(-1);
    const stop = doc.next(0);
    for (let key = 1; key < stop; key = doc.next(key + 1)) {
      const candidates = names[doc.finish(key) - doc.start(key)];
      if (candidates === undefined) continue;
      for (const { bytes, field, rank } of candidates) {
        if (nodes[field]! >= 0 && ranks[field]! <= rank) continue;
        if (!doc.isKey(key, bytes)) continue;
        nodes[field] = key + 1;
        ranks[field] = rank;
      }
    }
  }

  private malformed(record: ChainRecordLine, fault: string): RecordFacts {
    return {
      index: record.index,
      fault,
      chain: null,
      id: null,
      time: null,
      number: null,
      stated: '',
      computed: '',
      previous: GENESIS,
      sound: false,
    };
  }

  /** Text of a string or number. `likely` is what it was in the record before: equal texts are not made again. */
  private scalar(node: number, likely: string | null = null): string | null {
    if (node < 0) return null;
    const { doc } = this;
    const kind = doc.kind(node);
    if (kind !== STRING && kind !== NUMBER) return null;
    return likely !== null && doc.isText(node, likely) ? likely : doc.text(node);
  }

  private number(id: string | null): number | null {
    const text = this.scalar(this.nodes[SEQUENCE]!) ?? id;
    if (text === null) return null;
    let start = text.length;
    while (start > 0 && text.charCodeAt(start - 1) >= 48 && text.charCodeAt(start - 1) <= 57) start--;
    return start < text.length && text.length - start <= 15 ? Number(text.slice(start)) : null;
  }

  /** GENESIS, the stated hash, or null when the field is missing and may not be. */
  private previous(node: number): string | null {
    const { genesisForms, genesisTexts } = this.compiled;
    if (node < 0) return genesisForms.has('absent') ? GENESIS : null;
    const kind = this.doc.kind(node);
    if (kind === NULL) return genesisForms.has('json_null') ? GENESIS : null;
    if (kind !== STRING) return null;
    if (this.lastStated !== '' && this.doc.isText(node, this.lastStated)) return this.lastStated;
    const text = this.doc.text(node);
    if (text === '') return genesisForms.has('empty') ? GENESIS : null;
    if (genesisTexts.has(text)) return GENESIS;
    if (genesisForms.has('zeros') && this.isZeros(text)) return GENESIS;
    return normal(text);
  }

  /** A digest of nothing but zeros, as the profile writes digests. */
  private isZeros(text: string): boolean {
    const { prefix } = this.compiled;
    const digits = prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : text;
    if (this.profile.digest.encoding !== 'hex') return /^A+=*$/.test(digits);
    return digits.charCodeAt(0) === 48 && /^(0x)?0+$/.test(digits);
  }

  private digest(record: ChainRecordLine): string {
    const { compiled, sink, digests, key } = this;
    writePreimage(this.doc, compiled, this.fields, record.bytes, sink, this.scratch, digests);
    if (sink.fault !== null) return '';
    const { algorithm } = this.profile.digest;
    const hex =
      key === null ? digests.hash(algorithm, sink.view()) : digests.hmac(algorithm, key, sink.view());
    const { encoding } = this.profile.digest;
    if (encoding !== 'hex') return compiled.prefix + base64Of(hex, encoding);
    return compiled.prefix + (hex.length > compiled.characters ? hex.slice(0, compiled.characters) : hex);
  }
}
