import {
  BitString,
  Boolean as Asn1Boolean,
  type BaseBlock,
  fromBER,
  GeneralizedTime,
  OctetString,
  Sequence,
  UTCTime,
} from 'asn1js';
import { digestOf } from './hashes.ts';
import { comparableName } from './names.ts';
import { items, oid, PublicKey } from './public-key.ts';

const PEM = /-----BEGIN CERTIFICATE-----\r?\n([\s\S]*?)\r?\n-----END CERTIFICATE-----/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const KEY_IDENTIFIER = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';
const AUTHORITY_KEY = '2.5.29.35';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const KNOWN = new Set([KEY_IDENTIFIER, KEY_USAGE, BASIC_CONSTRAINTS, AUTHORITY_KEY, EXTENDED_KEY_USAGE]);
/** In the place of one of these that cannot be read: such a certificate issues nothing and is issued by nobody. */
const DAMAGED = 'damaged';

function der(source: string | Uint8Array): Uint8Array {
  if (typeof source !== 'string') return source;
  const text = PEM.exec(source)?.[1]?.replaceAll(/\r?\n/g, '');
  if (text === undefined || !BASE64.test(text)) throw new RangeError('no PEM');
  return Buffer.from(text, 'base64');
}

function raw(block: BaseBlock): Buffer {
  return Buffer.from(block.valueBeforeDecodeView);
}

/** As OpenSSL prints a time. */
function printedTime(time: BaseBlock | undefined): string {
  if (!(time instanceof UTCTime || time instanceof GeneralizedTime)) throw new RangeError('no time');
  const at = time.toDate();
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
  const day = String(at.getUTCDate()).padStart(2, ' ');
  return `${MONTHS[at.getUTCMonth()]} ${day} ${clock} ${at.getUTCFullYear()} GMT`;
}

/** The part of Node's X509Certificate that the verifier uses. */
export class X509Certificate {
  readonly raw: Buffer;
  readonly validFrom: string;
  readonly validTo: string;
  /** Purposes by number, as Node calls the extended key usage. */
  readonly keyUsage: string[] | undefined;
  readonly #names: { subject: string; issuer: string };
  readonly #serial: string;
  readonly #keyInfo: BaseBlock;
  readonly #extensions: ReadonlyMap<string, BaseBlock>;
  #publicKey: PublicKey | undefined;

  constructor(source: string | Uint8Array) {
    const { result, offset } = fromBER(new Uint8Array(der(source)));
    if (offset === -1) throw new RangeError('no certificate');
    const [body, algorithm, signature] = items(result);
    if (!(result instanceof Sequence) || !(body instanceof Sequence)) throw new RangeError('no certificate');
    const fields = items(body);
    const first = fields[0]?.idBlock.tagClass === 3 ? 1 : 0;
    const [serial, inner, issuer, validity, subject, keyInfo] = fields.slice(first);
    if (!(signature instanceof BitString) || keyInfo === undefined) throw new RangeError('no certificate');
    if (!raw(inner!).equals(raw(algorithm!))) throw new RangeError('two signature algorithms');
    const [from, to] = items(validity);
    this.raw = raw(result);
    this.validFrom = printedTime(from);
    this.validTo = printedTime(to);
    this.#names = { subject: comparableName(subject!), issuer: comparableName(issuer!) };
    this.#serial = raw(serial!).toString('hex');
    this.#keyInfo = keyInfo;
    this.#extensions = extensionsOf(fields.at(-1));
    const purposes = this.#extensions.get(EXTENDED_KEY_USAGE);
    this.keyUsage = purposes === undefined ? undefined : items(purposes).map(oid);
  }

  /** Throws for a key that is none, as Node does. */
  get publicKey(): PublicKey {
    this.#publicKey ??= new PublicKey(this.#keyInfo);
    return this.#publicKey;
  }

  get fingerprint256(): string {
    const hex = Buffer.from(digestOf('sha256', this.raw)).toString('hex').toUpperCase();
    return hex.match(/../g)!.join(':');
  }

  /** True for the certificate of a certification authority. */
  get ca(): boolean {
    const [constraint] = items(this.#extensions.get(BASIC_CONSTRAINTS));
    if (this.#extensions.has(DAMAGED)) return false;
    return constraint instanceof Asn1Boolean && constraint.getValue() && this.#mayIssue();
  }

  /** True when this one's issuer is the other's subject, by name, key identifier and use; the signature is not looked at. */
  checkIssued(issuer: X509Certificate): boolean {
    if (this.#names.issuer !== issuer.#names.subject || !issuer.#mayIssue()) return false;
    if (this.#extensions.has(DAMAGED) || issuer.#extensions.has(DAMAGED)) return false;
    const authority = this.#extensions.get(AUTHORITY_KEY);
    const named = items(authority);
    const odd = named.some(({ idBlock }) => idBlock.tagClass !== 3 || idBlock.tagNumber > 2);
    if (authority !== undefined && (!(authority instanceof Sequence) || odd)) return false;
    const identifier = named.find(({ idBlock }) => idBlock.tagNumber === 0);
    const own = issuer.#extensions.get(KEY_IDENTIFIER);
    if (identifier !== undefined && own instanceof OctetString) {
      if (content(identifier)?.equals(Buffer.from(own.valueBlock.valueHexView)) !== true) return false;
    }
    // As OpenSSL: of several names that of a directory is compared with the issuer of the issuer.
    const above = items(named.find(({ idBlock }) => idBlock.tagNumber === 1));
    const [directory] = items(above.find(({ idBlock }) => idBlock.tagNumber === 4));
    if (directory !== undefined && comparableName(directory) !== issuer.#names.issuer) return false;
    const serial = named.find(({ idBlock }) => idBlock.tagNumber === 2);
    if (serial === undefined) return true;
    const number = content(serial);
    return number !== null && issuer.#serial.endsWith(number.toString('hex'));
  }

  toString(): string {
    const lines = this.raw.toString('base64').match(/.{1,64}/g)!;
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  }

  #mayIssue(): boolean {
    const usage = this.#extensions.get(KEY_USAGE);
    // Bit 5 of the first byte, counted from the highest: keyCertSign.
    return !(usage instanceof BitString) || ((usage.valueBlock.valueHexView[0] ?? 0) & 0x04) !== 0;
  }
}

/** The bytes of a block that has bytes; null for one that is put together of others, where none may be. */
function content(block: BaseBlock): Buffer | null {
  const { valueHexView } = block.valueBlock as { valueHexView?: Uint8Array };
  return valueHexView === undefined || block.idBlock.isConstructed ? null : Buffer.from(valueHexView);
}

/** Content of each extension by its number. */
function extensionsOf(field: BaseBlock | undefined): ReadonlyMap<string, BaseBlock> {
  if (field?.idBlock.tagClass !== 3 || field.idBlock.tagNumber !== 3) return new Map();
  return new Map(
    items(items(field)[0]).map((extension) => {
      const parts = items(extension);
      const value = parts.at(-1);
      if (!(value instanceof OctetString)) throw new RangeError('an extension without a value');
      const { result, offset } = fromBER(new Uint8Array(value.valueBlock.valueHexView));
      const damaged = offset === -1 && KNOWN.has(oid(parts[0]));
      return [damaged ? DAMAGED : oid(parts[0]), result];
    }),
  );
}
